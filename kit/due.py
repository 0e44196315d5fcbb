"""Due jobs: what must happen later, once, moved or dropped with what it serves."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

import structlog

from kit.clock import Clock
from kit.failpoints import Failpoint, reach
from kit.metrics import JOBS
from kit.mongo import (
    Collection,
    Document,
    Index,
    MongoError,
    ReturnDocument,
    Transaction,
    bounded,
)
from kit.retry import Backoff, Retry
from kit.waiting import comes_within

log = structlog.get_logger()

LEASE = timedelta(minutes=2)
IDLE_SECONDS = 1.0
STORE_SECONDS = 30.0
# Long jobs extend their lease; one that hangs must not keep its worker for ever.
JOB_SECONDS = 6 * 3_600.0
BACKOFF = Backoff(attempts=8, first=timedelta(seconds=2), ceiling=timedelta(minutes=10))

Payload = dict[str, Any]
Job = Callable[[Payload], Awaitable[None]]


class DueStore(Protocol):
    async def claim(self, now: datetime) -> Document | None: ...

    async def finish(self, job: Document) -> None: ...

    async def postpone(self, job: Document, due_at: datetime, error: str) -> None: ...

    async def give_up(self, job: Document, error: str) -> None: ...


class DueJobs:
    """A collection of jobs: `key` makes one unique, a claim gives it to one worker."""

    INDEXES = (
        Index([("state", 1), ("due_at", 1)], name="due"),
        Index("done_at", name="done", expireAfterSeconds=7 * 24 * 3_600),
    )

    def __init__(self, jobs: Collection) -> None:
        self._jobs = jobs

    async def plan(
        self,
        kind: str,
        key: str,
        *,
        due_at: datetime,
        payload: Payload,
        tx: Transaction | None = None,
    ) -> None:
        """Plan it, or move it if it is planned already."""
        await self._jobs.update_one(
            {"_id": f"{kind}/{key}"},
            {
                "$set": {
                    "kind": kind,
                    "payload": payload,
                    "due_at": due_at,
                    "attempts": 0,
                    "state": "due",
                },
                "$inc": {"planned": 1},
                "$unset": {"done_at": ""},
            },
            upsert=True,
            session=tx,
        )

    async def plan_once(
        self, kind: str, key: str, *, due_at: datetime, payload: Payload
    ) -> None:
        """Plan it, unless it was ever planned."""
        planned = {
            "kind": kind,
            "payload": payload,
            "due_at": due_at,
            "attempts": 0,
            "state": "due",
            "planned": 1,
        }
        await self._jobs.update_one(
            {"_id": f"{kind}/{key}"}, {"$setOnInsert": planned}, upsert=True
        )

    async def drop(self, kind: str, key: str, *, tx: Transaction | None = None) -> None:
        await self._jobs.delete_one({"_id": f"{kind}/{key}"}, session=tx)

    async def extend(self, kind: str, key: str, *, until: datetime) -> None:
        """Keep a running job to its worker; once it is dead, the job comes back."""
        await self._jobs.update_one(
            {"_id": f"{kind}/{key}", "state": "due"}, {"$set": {"due_at": until}}
        )

    async def claim(self, now: datetime) -> Document | None:
        """Lease the oldest due job; one whose worker died comes back later."""
        with bounded(STORE_SECONDS):
            found: Document | None = await self._jobs.find_one_and_update(
                {"state": "due", "due_at": {"$lte": now}},
                {"$set": {"due_at": now + LEASE}, "$inc": {"attempts": 1, "token": 1}},
                sort=[("due_at", 1)],
                return_document=ReturnDocument.AFTER,
            )
        return found

    async def finish(self, job: Document) -> None:
        await self._end(job, {"state": "done", "done_at": job["due_at"]})

    async def postpone(self, job: Document, due_at: datetime, error: str) -> None:
        await self._end(job, {"due_at": due_at, "error": error})

    async def give_up(self, job: Document, error: str) -> None:
        await self._end(job, {"state": "failed", "error": error})

    async def _end(self, job: Document, fields: Document) -> None:
        """Write the end, unless the job was moved or taken by another meanwhile."""
        with bounded(STORE_SECONDS):
            await self._jobs.update_one(
                {"_id": job["_id"], "token": job["token"], "planned": job["planned"]},
                {"$set": fields},
            )


class DueWorker:
    """Does due jobs one after the other; each must be right when done twice."""

    def __init__(
        self,
        store: DueStore,
        jobs: Mapping[str, Job],
        *,
        clock: Clock,
        backoff: Backoff = BACKOFF,
    ) -> None:
        self._store = store
        self._jobs = jobs
        self._clock = clock
        self._backoff = backoff

    async def run(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            try:
                worked = await self.step()
            except MongoError as error:
                log.warning("due.store_unavailable", error=type(error).__name__)
                worked = False
            except Exception:
                log.exception("due.fault")
                worked = False
            if not worked:
                await comes_within(stop, IDLE_SECONDS)

    async def step(self) -> bool:
        """Do one due job; return whether there was one."""
        job = await self._store.claim(self._clock())
        if job is None:
            return False
        try:
            await reach(Failpoint.JOB_TAKEN)
            async with asyncio.timeout(JOB_SECONDS):
                await self._jobs[job["kind"]](job["payload"])
            await reach(Failpoint.JOB_DONE)
        except MongoError:
            raise
        except Exception as error:  # noqa: BLE001 - any fault of a job is the job's
            await self._failed(job, type(error).__name__)
        else:
            await self._store.finish(job)
            await reach(Failpoint.JOB_NOTED)
            JOBS.labels(job["kind"], "done").inc()
        return True

    async def _failed(self, job: Document, error: str) -> None:
        log.warning("due.failed", kind=job["kind"], error=error)
        match self._backoff.after(job["attempts"]):
            case Retry(delay=delay):
                await self._store.postpone(job, self._clock() + delay, error)
                JOBS.labels(job["kind"], "postponed").inc()
            case _:
                await self._store.give_up(job, error)
                JOBS.labels(job["kind"], "failed").inc()
