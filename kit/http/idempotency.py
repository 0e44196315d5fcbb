"""Idempotency keys: the same request sent twice happens once and is answered alike."""

import asyncio
import hashlib
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from kit.clock import Clock
from kit.context import Command, commanded
from kit.errors import Conflict, Invalid, ServiceError
from kit.failpoints import Failpoint, reach
from kit.ids import id_of
from kit.mongo import Collection, Index, Mark, MarkTaken, Mongo, Transaction
from kit.texts import N_

from .sealing import Answer, Seal

KEPT = timedelta(hours=24)
FIRST_FAILURE = 400
REFUSALS = (ServiceError, RequestValidationError, HTTPException)
WAITED_SECONDS, LOOK_SECONDS = 5.0, 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request under a key; a person who clicks twice waits for the first answer."""

    principal: str
    method: str
    path: str
    key: str
    body: bytes
    waits: bool = False

    @property
    def id(self) -> str:
        name = f"{self.principal}\n{self.method} {self.path}\n{self.key}"
        return hashlib.sha256(name.encode()).hexdigest()


class IdempotencyKeyReused(Invalid):
    title: ClassVar[str] = N_("Cette clé a servi à une autre demande")
    detail: ClassVar[str] = N_("Une demande différente demande une clé nouvelle.")


class RequestInFlight(Conflict):
    title: ClassVar[str] = N_("La même demande est en cours")
    detail: ClassVar[str] = N_("Reposez la question dans un instant.")
    retry_after_seconds = 1


class IdempotencyKeyTooLong(Invalid):
    title: ClassVar[str] = N_("Cette clé d’idempotence est trop longue")
    detail: ClassVar[str] = N_("Elle a au plus {limit} caractères.")


@dataclass(frozen=True, slots=True)
class _Done:
    """An answer, and what of it stands beside the key; of a refusal nothing does."""

    response: Response
    kept: dict[str, bytes] | None


class Idempotency:
    """Keys and answers, for a day.

    The key, all that the request changes and its answer are one transaction: whatever
    dies, either nothing was done or the answer is there. Two requests under one key
    meet in this process, or at the latest when both write the key.
    """

    INDEXES = (
        Index("at", name="day", expireAfterSeconds=int(KEPT.total_seconds())),
        Index("by", name="by"),
    )

    def __init__(
        self, requests: Collection, *, mongo: Mongo, secret: str, clock: Clock
    ) -> None:
        self._requests = requests
        self._mongo = mongo
        self._secret = secret.encode()
        self._clock = clock
        self._under_way: set[str] = set()

    async def once(
        self, asked: Asked, do: Callable[[], Awaitable[Response]]
    ) -> Response:
        """Do it, or give back the answer of the first time.

        `do` may run several times, when others write the same things at once, and once
        in vain when the first one is answered meanwhile.

        Raises:
            IdempotencyKeyReused: the key came with another body.
            RequestInFlight: the first one is not answered yet.
        """
        seal = Seal(self._secret, asked.key)
        deadline = time.monotonic() + (WAITED_SECONDS if asked.waits else 0)
        while True:
            try:
                with self._alone(asked.id):
                    response = await self._do(asked, seal, do)
            except MarkTaken:
                kept = await self._find(asked, seal)
                if kept is not None:
                    return kept.again()
                if time.monotonic() >= deadline:
                    raise RequestInFlight from None
                await asyncio.sleep(LOOK_SECONDS)
            else:
                await reach(Failpoint.KEY_ANSWERED)
                return response

    async def forget(self, principal: str, *, tx: Transaction) -> int:
        """Drop what one caller was answered: nobody will ask for it again."""
        gone = await self._requests.delete_many(
            {"by": _hashed(principal), "answer": {"$exists": True}}, session=tx
        )
        return int(gone.deleted_count)

    async def _do(
        self, asked: Asked, seal: Seal, do: Callable[[], Awaitable[Response]]
    ) -> Response:
        """Do it under its key; what was refused may have been done the first time."""
        body = seal.fingerprint(asked.body)
        claim = {
            "_id": asked.id,
            "by": _hashed(asked.principal),
            "body": body,
            "at": self._clock(),
        }

        async def attempt() -> _Done:
            await reach(Failpoint.KEY_RESERVED)
            with commanded(Command(id=id_of(asked.id))):
                response = await do()
            if response.status_code >= FIRST_FAILURE:
                return _Done(response, None)
            await reach(Failpoint.KEY_BEFORE_ANSWER)
            return _Done(response, {"answer": seal.close(Answer.of(response))})

        mark = Mark(self._requests, claim)
        try:
            done = await self._mongo.marked(attempt, mark=mark)
        except REFUSALS:
            await self._meet(asked, seal)
            raise
        if done.kept is None:
            await self._meet(asked, seal)
        return done.response

    async def _meet(self, asked: Asked, seal: Seal) -> None:
        """Look whether the first request under the key has done what was refused now.

        Raises:
            MarkTaken: it was.
            IdempotencyKeyReused: by one with another body.
        """
        if await self._find(asked, seal) is not None:
            raise MarkTaken

    @contextmanager
    def _alone(self, request_id: str) -> Iterator[None]:
        if request_id in self._under_way:
            raise MarkTaken
        self._under_way.add(request_id)
        try:
            yield
        finally:
            self._under_way.remove(request_id)

    async def _find(self, asked: Asked, seal: Seal) -> Answer | None:
        found = await self._requests.find_one({"_id": asked.id})
        if found is None:
            return None
        if found["body"] != seal.fingerprint(asked.body):
            raise IdempotencyKeyReused
        return seal.open(found["answer"])


def _hashed(principal: str) -> str:
    return hashlib.sha256(principal.encode()).hexdigest()
