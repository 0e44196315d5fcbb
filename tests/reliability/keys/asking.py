"""One command asked many times at once, and again until each answer is clear."""

import asyncio
import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import aiohttp

ANSWER_SECONDS, AGAIN_SECONDS, AGAIN_SECONDS_MAX = 30.0, 0.25, 90.0
DONE, CUT, CONFLICT = (200, 201), 0, 409
# What two answers must share to be the same answer.
HEADERS = ("content-type", "etag", "location", "content-language")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A command and its key: a creation, or the change of what stands."""

    number: int
    method: str
    path: str
    body: Mapping[str, Any]
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Told:
    """What one attempt was told; `CUT` when the process died under it."""

    status: int
    body: bytes = b""
    headers: tuple[str | None, ...] = ()
    is_replayed: bool = False
    seconds: float = 0.0

    @property
    def is_done(self) -> bool:
        return self.status in DONE


@dataclass
class Heard:
    """All that was told under one key: at once, and when asked again."""

    asked: Asked
    first: list[Told] = field(default_factory=list)
    later: list[Told] = field(default_factory=list)
    never: int = 0

    @property
    def done(self) -> set[tuple[int, bytes, tuple[str | None, ...]]]:
        """The answers that say that it is done, each once."""
        told = (*self.first, *self.later)
        return {(one.status, one.body, one.headers) for one in told if one.is_done}


@dataclass
class Caller:
    """Asks at any door, as a client behind a gateway would."""

    urls: Sequence[str]
    http: aiohttp.ClientSession
    chance: random.Random

    async def ask_at_once(self, asked: Asked, times: int) -> Heard:
        """Ask many times at once; who is not told that it is done asks again."""
        heard = Heard(asked)
        heard.first += await asyncio.gather(*(self._ask(asked) for _ in range(times)))
        unclear = sum(not told.is_done for told in heard.first)
        await asyncio.gather(*(self._insist(heard) for _ in range(unclear)))
        return heard

    async def _insist(self, heard: Heard) -> None:
        deadline = time.monotonic() + AGAIN_SECONDS_MAX
        while time.monotonic() < deadline:
            await asyncio.sleep(AGAIN_SECONDS * (1 + self.chance.random()))
            told = await self._ask(heard.asked)
            heard.later.append(told)
            if told.is_done:
                return
        heard.never += 1

    async def _ask(self, asked: Asked) -> Told:
        began = time.monotonic()
        url = self.chance.choice(self.urls) + asked.path
        try:
            async with self.http.request(
                asked.method, url, json=asked.body, headers=asked.headers
            ) as answer:
                return Told(
                    answer.status,
                    await answer.read(),
                    tuple(answer.headers.get(name) for name in HEADERS),
                    "idempotency-replayed" in answer.headers,
                    time.monotonic() - began,
                )
        except (aiohttp.ClientError, TimeoutError):
            return Told(CUT, seconds=time.monotonic() - began)
