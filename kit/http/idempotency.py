"""Idempotency keys: the same request sent twice happens once and is answered alike."""

import hashlib
import hmac
from collections.abc import Awaitable, Callable
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
from kit.mongo import Collection, Document, DuplicateKey, Index
from kit.texts import N_

KEPT = timedelta(hours=24)
LEASE = timedelta(seconds=30)
ANSWER_BYTES_MAX = 1_000_000
KEPT_HEADERS = ("content-type", "location", "etag", "content-language")
FIRST_FAILURE = 400
# What says that nothing was done.
REFUSALS = (ServiceError, HTTPException, RequestValidationError)


class IdempotencyKeyReused(Invalid):
    title: ClassVar[str] = N_("Cette clé a servi à une autre demande")
    detail: ClassVar[str] = N_("Une demande différente demande une clé nouvelle.")


class RequestInFlight(Conflict):
    title: ClassVar[str] = N_("La même demande est en cours")
    detail: ClassVar[str] = N_("Reposez la question dans un instant.")


class IdempotencyKeyTooLong(Invalid):
    title: ClassVar[str] = N_("Cette clé d’idempotence est trop longue")
    detail: ClassVar[str] = N_("Elle a au plus {limit} caractères.")


class Idempotency:
    """Keys and answers, for a day.

    A request that died before it was answered is done again under the same ids, so that
    what it had written is found instead of written twice.
    """

    INDEXES = (Index("at", name="day", expireAfterSeconds=int(KEPT.total_seconds())),)

    def __init__(self, requests: Collection, *, secret: str, clock: Clock) -> None:
        self._requests = requests
        self._secret = secret.encode()
        self._clock = clock

    async def once(
        self,
        name: tuple[str, str, str],
        body: bytes,
        do: Callable[[], Awaitable[Response]],
    ) -> Response:
        """Do it, or give back the answer of the first time.

        Raises:
            IdempotencyKeyReused: the key came with another body.
            RequestInFlight: the first one is not answered yet.
        """
        id_ = hashlib.sha256("\n".join(name).encode()).hexdigest()
        # Keyed, so that nobody who reads the store can try bodies against it.
        fingerprint = hmac.new(self._secret, body, hashlib.sha256).hexdigest()
        claimed = await self._claim(id_, fingerprint)
        if isinstance(claimed, Response):
            return claimed
        try:
            await reach(Failpoint.KEY_RESERVED)
            with commanded(Command(id=id_of(id_), is_repeated=claimed)):
                response = await do()
            await reach(Failpoint.KEY_BEFORE_ANSWER)
        except REFUSALS:
            await self._forget(id_)
            raise
        except BaseException:
            # Whether it was done is not known: the next one takes over the same ids.
            await self._release(id_)
            raise
        if response.status_code >= FIRST_FAILURE:
            await self._forget(id_)
        else:
            await self._keep(id_, response)
            await reach(Failpoint.KEY_ANSWERED)
        return response

    async def _claim(self, id_: str, body: str) -> bool | Response:
        """Return whether the request was begun before, or its answer."""
        now = self._clock()
        claim = {"body": body, "at": now, "locked_until": now + LEASE}
        try:
            await self._requests.insert_one({"_id": id_, **claim})
        except DuplicateKey:
            return await self._again(id_, body)
        return False

    async def _again(self, id_: str, body: str) -> bool | Response:
        found = await self._requests.find_one({"_id": id_})
        if found is None:
            raise RequestInFlight
        if found["body"] != body:
            raise IdempotencyKeyReused
        if "answer" in found:
            return _answer(found)
        now = self._clock()
        taken = await self._requests.find_one_and_update(
            {"_id": id_, "answer": None, "locked_until": {"$lte": now}},
            {"$set": {"locked_until": now + LEASE}},
        )
        if taken is None:
            raise RequestInFlight
        return True

    async def _keep(self, id_: str, response: Response) -> None:
        body = bytes(getattr(response, "body", b""))
        if len(body) > ANSWER_BYTES_MAX:
            return
        headers = {
            name: response.headers[name]
            for name in KEPT_HEADERS
            if name in response.headers
        }
        answer = {"status": response.status_code, "headers": headers, "body": body}
        await self._requests.update_one({"_id": id_}, {"$set": {"answer": answer}})

    async def _release(self, id_: str) -> None:
        await self._requests.update_one(
            {"_id": id_, "answer": None}, {"$set": {"locked_until": self._clock()}}
        )

    async def _forget(self, id_: str) -> None:
        """Let the key be used again: nothing was done under it."""
        await self._requests.delete_one({"_id": id_, "answer": None})


def _answer(found: Document) -> Response:
    answer = found["answer"]
    headers = answer["headers"] | {"idempotency-replayed": "true"}
    return Response(answer["body"], status_code=answer["status"], headers=headers)
