"""Tries are taken off a budget before anything is hashed: who guesses waits."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import structlog

from kit.clock import Clock
from kit.identity.tokens import LinkExpired, LinkInvalid, Links
from kit.ids import random_id
from services.registry.accounts.delivery import KNOWN_FOR
from services.registry.accounts.errors import TooManyTries
from services.registry.accounts.repository import Tries
from services.registry.accounts.rules import Budget

log = structlog.get_logger()

DEVICE: Final = "device"


class Guard:
    """Counts before it lets try, so that a thousand at once get no more than one."""

    def __init__(self, *, tries: Tries, links: Links, clock: Clock) -> None:
        self._tries = tries
        self._links = links
        self._clock = clock

    async def spend(self, budgets: Sequence[Budget]) -> None:
        """Take one try off each.

        Raises:
            TooManyTries: one of them is spent.
        """
        now = self._clock()
        for one in budgets:
            count, until = await self._tries.count(one.key, at=now, window=one.window)
            if count > one.limit:
                log.warning("sign_in.stopped", budget=one.key.partition(":")[0])
                raise TooManyTries(_seconds(until, now))

    async def give_back(self, budgets: Sequence[Budget]) -> None:
        """Forget a try that was right: it was no guess."""
        for one in budgets:
            await self._tries.give_back(one.key)

    async def check(self, budget: Budget) -> None:
        """Refuse when it is spent; only failures are counted on it.

        Raises:
            TooManyTries: it is.
        """
        now = self._clock()
        count, until = await self._tries.so_far(budget.key, at=now)
        if count >= budget.limit:
            log.warning("sign_in.stopped", budget=budget.key.partition(":")[0])
            raise TooManyTries(_seconds(until, now))

    async def note(self, budget: Budget) -> None:
        await self._tries.count(budget.key, at=self._clock(), window=budget.window)

    def remember(self, account_id: UUID) -> str:
        """Sign the cookie by which a browser is known to this account later."""
        facts = {"account": str(account_id), "device": str(random_id())}
        return self._links.sign(DEVICE, facts)

    def known_device(self, cookie: str, *, account_id: UUID) -> UUID | None:
        """Name the device, if it was let in to this account before."""
        try:
            told = self._links.read(DEVICE, cookie, valid_for=KNOWN_FOR)
        except (LinkExpired, LinkInvalid):
            return None
        return UUID(told["device"]) if told["account"] == str(account_id) else None


def _seconds(until: datetime, now: datetime) -> int:
    return max(1, int((until - now).total_seconds()))
