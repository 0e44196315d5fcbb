"""People who take seats and a partner who moves webinars, whatever dies meanwhile.

A request that ends without a clear answer is sent again, to any of the processes,
under the same key, until its answer is clear.
"""

import asyncio
import json
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self
from uuid import UUID

import aiohttp

from kit.ids import new_id

from .ground import ROOM, Person

AT_ONCE = 32
ANSWER_SECONDS = 15.0
PATIENCE_SECONDS = 120.0
AGAIN_SECONDS, AGAIN_SECONDS_MAX = 0.3, 2.0
OK, CREATED, STALE = 200, 201, 412
# Of one's own earlier request: the process that holds it may be dead.
IN_FLIGHT = "RequestInFlight"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: Mapping[str, Any]
    attempts: int


@dataclass
class Clients:
    """`seats` and `moves` are what was acknowledged; `refused` what was answered no."""

    urls: Sequence[str]
    chance: random.Random
    seats: dict[UUID, tuple[UUID, UUID]] = field(default_factory=dict)
    moves: dict[UUID, list[str]] = field(default_factory=dict)
    refused: Counter[str] = field(default_factory=Counter)
    asked_again: int = 0
    stale_after_doubt: int = 0
    sent: int = 0

    async def __aenter__(self) -> Self:
        self._http = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=ANSWER_SECONDS),
            connector=aiohttp.TCPConnector(limit=0),
        )
        self._turns = asyncio.Semaphore(AT_ONCE)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.close()

    async def take_seat(self, person: Person, webinar_id: UUID) -> None:
        self.sent += 1
        path = f"/api/v1/webinars/{webinar_id}/registrations"
        answer = await self._ask(path, {"Authorization": f"Bearer {person.token}"})
        if answer.status == CREATED:
            self.seats[UUID(answer.body["id"])] = person.id, webinar_id
        else:
            self._refuse(answer)

    async def move(
        self, webinar: dict[str, Any], partner: Mapping[str, str], *, to: datetime
    ) -> None:
        """Move it to another hour; `webinar` is brought to what was answered."""
        path = f"/api/v1/webinars/{webinar['id']}"
        body = {"starts_at": to.isoformat(), "room": ROOM}
        match = {"If-Match": f'"v{webinar["version"]}"'}
        self.sent += 1
        answer = await self._ask(f"{path}/schedule", {**partner, **match}, body)
        if answer.status == STALE and answer.attempts > 1:
            # It may be our own first attempt that changed it: then it is there.
            self.stale_after_doubt += 1
            answer = await self._ask(path, partner, method="GET")
        if answer.status == OK:
            webinar.update(version=answer.body["version"])
            told = answer.body["starts_at"]
            self.moves.setdefault(UUID(webinar["id"]), []).append(told)
        else:
            self._refuse(answer)

    def _refuse(self, answer: Answer) -> None:
        self.refused[f"{answer.status} {answer.body.get('type', '')}".strip()] += 1

    async def _ask(
        self,
        path: str,
        headers: Mapping[str, str],
        body: Mapping[str, Any] | None = None,
        *,
        method: str = "POST",
    ) -> Answer:
        keyed = {**headers, "Idempotency-Key": str(new_id())}
        attempts = 0
        deadline = asyncio.get_running_loop().time() + PATIENCE_SECONDS
        while True:
            attempts += 1
            async with self._turns:
                status, told = await self._send(method, path, keyed, body)
            is_late = asyncio.get_running_loop().time() > deadline
            if is_clear(status, told) or is_late:
                return Answer(status, told, attempts)
            self.asked_again += 1
            wait = min(AGAIN_SECONDS * attempts, AGAIN_SECONDS_MAX)
            await asyncio.sleep(wait * self.chance.uniform(0.5, 1.5))

    async def _send(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        body: Mapping[str, Any] | None,
    ) -> tuple[int, dict[str, Any]]:
        url = self.chance.choice(self.urls) + path
        try:
            async with self._http.request(
                method, url, headers=headers, json=body
            ) as answer:
                return answer.status, json.loads(await answer.read())
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            return 0, {"type": type(error).__name__}


def is_clear(status: int, told: Mapping[str, Any]) -> bool:
    """Tell whether the answer says what became of the command."""
    is_in_flight = str(told.get("type", "")).endswith(IN_FLIGHT)
    return status not in {0, 503} and not is_in_flight
