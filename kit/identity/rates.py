"""How often a machine may ask: so many requests a minute, over all processes."""

import asyncio
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final
from uuid import UUID

from kit.clock import Clock
from kit.errors import ServiceError
from kit.mongo import Collection, ReturnDocument
from kit.texts import N_

from .callers import Caller

WINDOW: Final = timedelta(minutes=1)
PER_MINUTE: Final = 600
PER_MINUTE_MAX: Final = 6_000
# A process takes a twentieth of the limit at once: so many writes a minute at most.
SHARES: Final = 20


class TooManyRequests(ServiceError):
    status: ClassVar[int] = 429
    title: ClassVar[str] = N_("Trop de demandes pour cette clé")
    detail: ClassVar[str] = N_(
        "Elle en permet {limit} par minute. Reprenez dans {seconds} s."
    )

    def __init__(self, allowance: "Allowance") -> None:
        super().__init__(limit=allowance.limit, seconds=allowance.seconds)
        self.retry_after_seconds = allowance.seconds


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left of a limit, and for how many seconds; the headers say the same."""

    limit: int
    left: int
    seconds: int
    is_refused: bool = False

    @property
    def headers(self) -> dict[str, str]:
        """Return the fields of draft-ietf-httpapi-ratelimit-headers-10."""
        return {
            "RateLimit-Policy": f'"client";q={self.limit};w={WINDOW.seconds}',
            "RateLimit": f'"client";r={self.left};t={self.seconds}',
        }


@dataclass(slots=True)
class _Share:
    """What this process may still let in of a client's minute."""

    window: datetime
    left: int = 0
    taken: int = 0
    keys: set[str] = field(default_factory=set)
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


class Rates:
    """One counter for each client, from which processes take shares.

    Never more than the limit is let in, whatever the number of processes; what a
    process took and did not use is lost at the end of the minute. Taking a share also
    notes which key was used: no request costs a write of its own.
    """

    def __init__(self, uses: Collection, *, clock: Clock) -> None:
        self._uses = uses
        self._clock = clock
        self._shares: dict[UUID, _Share] = {}

    async def take(self, client: Caller) -> Allowance:
        """Count one request of a machine."""
        assert client.id is not None
        now = self._clock()
        share = self._share(client.id, now)
        async with share.turn:
            is_spent = share.left == 0 and share.taken < client.per_minute
            if is_spent or client.key_id not in share.keys:
                await self._take_share(client, share, at=now)
            is_refused = share.left == 0
            share.left -= not is_refused
        return Allowance(
            limit=client.per_minute,
            left=max(0, client.per_minute - share.taken) + share.left,
            seconds=math.ceil((share.window + WINDOW - now).total_seconds()),
            is_refused=is_refused,
        )

    async def last_uses(self, client_ids: Iterable[UUID]) -> dict[str, datetime]:
        """Tell when each key of these clients was last used: to the minute."""
        found = self._uses.find({"_id": {"$in": list(client_ids)}})
        uses: dict[str, datetime] = {}
        async for one in found:
            uses |= one["used_at"]
        return uses

    def _share(self, client_id: UUID, now: datetime) -> _Share:
        window = now.replace(second=0, microsecond=0)
        share = self._shares.get(client_id)
        if share is None or share.window < window:
            share = self._shares[client_id] = _Share(window)
        return share

    async def _take_share(self, client: Caller, share: _Share, *, at: datetime) -> None:
        wanted = 0 if share.left else max(1, client.per_minute // SHARES)
        found = await self._uses.find_one_and_update(
            {"_id": client.id},
            _taking(
                wanted,
                limit=client.per_minute,
                window=share.window,
                used={client.key_id: at},
            ),
            upsert=True,
            return_document=ReturnDocument.AFTER,
        )
        share.left += found["granted"]
        share.taken = found["taken"]
        share.keys.add(client.key_id or "")


def _taking(
    wanted: int, *, limit: int, window: datetime, used: dict[str | None, datetime]
) -> list[dict[str, Any]]:
    """Begin a new minute or go on with this one, and grant what is left of it."""
    # Nothing compares as less than any instant.
    goes_on = {"$gte": ["$window", window]}
    left = {"$max": [0, {"$subtract": [limit, "$taken"]}]}
    return [
        {
            "$set": {
                "taken": {"$cond": [goes_on, "$taken", 0]},
                "window": {"$max": ["$window", window]},
                "used_at": {"$mergeObjects": ["$used_at", used]},
            }
        },
        {"$set": {"granted": {"$min": [wanted, left]}}},
        {"$set": {"taken": {"$add": ["$taken", "$granted"]}}},
    ]
