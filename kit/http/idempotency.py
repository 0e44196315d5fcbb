"""Idempotency keys: the same request sent twice happens once and is answered alike."""

import asyncio
import hashlib
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from starlette.responses import Response

from kit.clock import Clock
from kit.context import Command, commanded
from kit.errors import Conflict, Invalid
from kit.failpoints import Failpoint, reach
from kit.ids import id_of
from kit.mongo import (
    Collection,
    DuplicateKey,
    Index,
    Mongo,
    OperationFailure,
    is_conflict,
)
from kit.texts import N_

from .sealing import Answer, Seal

KEPT = timedelta(hours=24)
FIRST_FAILURE = 400
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


class _Taken(Exception):
    """The key is another request's, under way or answered."""


class Idempotency:
    """Keys and answers, for a day.

    The key, all that the request changes and its answer are one transaction: whatever
    dies, either nothing was done or the answer is there. An open transaction is the
    lock; when its process has died the server ends it.
    """

    INDEXES = (Index("at", name="day", expireAfterSeconds=int(KEPT.total_seconds())),)

    def __init__(
        self, requests: Collection, *, mongo: Mongo, secret: str, clock: Clock
    ) -> None:
        self._requests = requests
        self._mongo = mongo
        self._secret = secret.encode()
        self._clock = clock

    async def once(
        self, asked: Asked, do: Callable[[], Awaitable[Response]]
    ) -> Response:
        """Do it, or give back the answer of the first time.

        `do` may run several times, when others write the same things at once.

        Raises:
            IdempotencyKeyReused: the key came with another body.
            RequestInFlight: the first one is not answered yet.
        """
        seal = Seal(self._secret, asked.key)

        async def attempt() -> Response:
            await self._claim(asked, seal)
            await reach(Failpoint.KEY_RESERVED)
            with commanded(Command(id=id_of(asked.id))):
                response = await do()
            await self._keep(asked, seal, response)
            return response

        deadline = time.monotonic() + (WAITED_SECONDS if asked.waits else 0)
        while True:
            try:
                response = await self._mongo.together(attempt)
            except _Taken:
                kept = await self._find(asked, seal)
                if kept is not None:
                    return kept.again()
                if time.monotonic() >= deadline:
                    raise RequestInFlight from None
                await asyncio.sleep(LOOK_SECONDS)
            else:
                await reach(Failpoint.KEY_ANSWERED)
                return response

    async def _claim(self, asked: Asked, seal: Seal) -> None:
        """Write the key.

        Raises:
            _Taken: another request did, or is about to.
        """
        body = seal.fingerprint(asked.body)
        claim = {"_id": asked.id, "body": body, "at": self._clock()}
        try:
            await self._requests.insert_one(claim)
        except DuplicateKey as error:
            raise _Taken from error
        except OperationFailure as error:
            if is_conflict(error):
                raise _Taken from error
            raise

    async def _keep(self, asked: Asked, seal: Seal, response: Response) -> None:
        """Keep the answer; a refused request leaves its key free."""
        key = {"_id": asked.id}
        if response.status_code >= FIRST_FAILURE:
            await self._requests.delete_one(key)
            return
        await reach(Failpoint.KEY_BEFORE_ANSWER)
        sealed = seal.close(Answer.of(response))
        await self._requests.update_one(key, {"$set": {"answer": sealed}})

    async def _find(self, asked: Asked, seal: Seal) -> Answer | None:
        found = await self._requests.find_one({"_id": asked.id})
        if found is None:
            return None
        if found["body"] != seal.fingerprint(asked.body):
            raise IdempotencyKeyReused
        return seal.open(found["answer"])
