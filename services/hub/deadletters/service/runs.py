"""Many letters at once: rehearsed first, then replayed chunk by chunk."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from kit.clock import Clock
from kit.due import DueJobs, Payload
from kit.errors import StaleVersion
from kit.ids import new_id
from kit.mongo import Mongo, Transaction
from services.hub.deadletters.errors import ReplayEnded
from services.hub.deadletters.models import (
    DeadLetter,
    NewReplay,
    Place,
    Plan,
    ReplayRun,
    RunView,
    Selection,
)
from services.hub.deadletters.repository import DeadLetterRepository, RunRepository
from services.hub.deadletters.rules import planning
from services.hub.deadletters.rules.replaying import Giving
from services.hub.journal.service import JournalService

from .replaying import TRIES, Replaying

REPLAY_JOB = "replay_dead_letters"
CHUNK = 200
SHOWN = 20
EXAMINED, EXAMINED_MAX = 500, 20_000
PAUSE = timedelta(seconds=5)


class ReplayService:
    """A replay of many is a due job of chunks: killed anywhere, it goes on from there.

    What failed again since, or was parked later, is left for the next one.
    """

    def __init__(
        self,
        *,
        runs: RunRepository,
        letters: DeadLetterRepository,
        replaying: Replaying,
        journal: JournalService,
        due: DueJobs,
        mongo: Mongo,
        clock: Clock,
    ) -> None:
        self._runs = runs
        self._letters = letters
        self._replaying = replaying
        self._journal = journal
        self._due = due
        self._mongo = mongo
        self._clock = clock

    async def rehearse(self, selection: Selection) -> Plan:
        """Say how many of what a replay would give back, without any effect."""
        now = self._clock()
        by_type = await self._letters.count_by("type", selection, as_of=now)
        by_group = await self._letters.count_by("group", selection, as_of=now)
        span = await self._letters.span(selection, as_of=now)
        examined, overtaken, unreadable = await self._examine(selection, as_of=now)
        return Plan(
            as_of=now,
            letters_count=sum(by_group.values()),
            by_type=planning.counted(by_type),
            by_group=planning.counted(by_group),
            oldest_at=span and span[0],
            newest_at=span and span[1],
            examined_count=examined,
            overtaken_count=overtaken,
            unreadable_count=unreadable,
        )

    async def start(self, new: NewReplay, *, by: UUID | None) -> ReplayRun:
        now = self._clock()
        as_of = min(new.as_of, now)
        counts = await self._letters.count_by("group", new.selection, as_of=as_of)
        run = ReplayRun(
            id=new_id(),
            selection=new.selection,
            as_of=as_of,
            total=sum(counts.values()),
            by=by,
            started_at=now,
        )

        async def begin(tx: Transaction) -> ReplayRun:
            added = await self._runs.add(run, tx=tx)
            await self._plan(added.id, at=now, tx=tx)
            return added

        return await self._mongo.transaction(begin)

    async def get(self, run_id: UUID) -> RunView:
        return await self._seen(await self._runs.get(run_id))

    async def latest(self) -> list[RunView]:
        """Return the last replays of many, the newest first."""
        return [await self._seen(run) for run in await self._runs.latest(limit=SHOWN)]

    async def stop(self, run_id: UUID) -> RunView:
        """Give back nothing more; what was given back stays so."""
        run = await self._runs.get(run_id)
        if not run.is_moving:
            raise ReplayEnded(run_id=run_id)
        now = self._clock()
        ended = run.model_copy(update={"state": "stopped", "ended_at": now})
        return await self._seen(await self._runs.change(run, ended, at=now))

    async def step(self, payload: Payload) -> None:
        """Give back one chunk, then ask for the next: what a due job does."""
        run_id = UUID(str(payload["run_id"]))
        run = await self._runs.find(run_id)
        if run is None or not run.is_moving:
            return
        waiting = await self._letters.walk(
            run.selection, as_of=run.as_of, after=run.cursor, limit=CHUNK
        )
        now = self._clock()
        if not waiting:
            await self._change(run_id, {"state": "done", "ended_at": now})
            return
        if await self._give_back(run, waiting):
            await self._change(run_id, {"cursor": waiting[-1].place})
            await self._plan(run_id, at=now)
        else:
            await self._plan(run_id, at=now + PAUSE)

    async def _give_back(self, run: ReplayRun, waiting: list[DeadLetter]) -> bool:
        """Return whether Kafka took it whole; what others have in hand is theirs."""
        ids = [one.id for one in waiting]
        async with self._replaying.holding(ids, holder=run.id) as held:
            still = [one for one in held if one.state == "waiting"]
            giving = Giving(run.by, run_id=run.id)
            given = await self._replaying.give_back(still, giving)
            return len(given) == len(still)

    async def _change(self, run_id: UUID, changes: Mapping[str, Any]) -> None:
        """Write how far it is, unless it was stopped meanwhile."""
        for _ in range(TRIES):
            run = await self._runs.find(run_id)
            if run is None or not run.is_moving:
                return
            try:
                after = run.model_copy(update=dict(changes))
                await self._runs.change(run, after, at=self._clock())
            except StaleVersion:
                continue
            return

    async def _plan(
        self, run_id: UUID, *, at: datetime, tx: Transaction | None = None
    ) -> None:
        payload = {"run_id": str(run_id)}
        await self._due.plan(REPLAY_JOB, str(run_id), due_at=at, payload=payload, tx=tx)

    async def _seen(self, run: ReplayRun) -> RunView:
        given, back = await self._letters.count_given(run.id)
        names = set(RunView.model_fields) - {"replayed_count", "back_count"}
        told = {name: getattr(run, name) for name in names}
        return RunView(**told, replayed_count=given, back_count=back)

    async def _examine(
        self, selection: Selection, *, as_of: datetime
    ) -> tuple[int, int, int]:
        """Count the examined, those overtaken and those that cannot be read."""
        examined = overtaken = unreadable = 0
        after: Place | None = None
        while examined < EXAMINED_MAX:
            letters = await self._letters.walk(
                selection, as_of=as_of, after=after, limit=EXAMINED
            )
            if not letters:
                break
            after = letters[-1].place
            examined += len(letters)
            overtaken += await self._count_overtaken(letters)
            unreadable += sum(not planning.is_readable(one) for one in letters)
        return examined, overtaken, unreadable

    async def _count_overtaken(self, letters: list[DeadLetter]) -> int:
        count = 0
        for group, own in planning.by_group(letters).items():
            keys = {one.key for one in own if one.key is not None}
            parked = await self._letters.entry_ids(group, keys)
            lasts = await self._journal.last_offsets(
                {(one.topic, one.partition) for one in own},
                keys={one.key_text for one in own},
                without=parked,
            )
            count += sum(planning.is_overtaken(one, lasts) for one in own)
        return count
