"""The night's work on accounts that sleep, what it would do, and waking one up."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

import structlog

from kit.clock import Clock
from kit.due import DueJobs
from kit.identity.cards import Cards
from kit.identity.sessions import Sessions
from kit.mongo import Mongo, Transaction
from services.registry.accounts import facts
from services.registry.accounts.models import Account
from services.registry.accounts.repository import AccountRepository
from services.registry.accounts.rules import reopened

from . import rules
from .models import LastSignIn, Night, Outlook, Row, Terms
from .repository import LastSignIns

log = structlog.get_logger()

JOB: Final = "accounts.dormancy"
EVERY_NIGHT: Final = "night"
CLOSED_SHOWN: Final = 100


class DormancyService:
    def __init__(
        self,
        *,
        mongo: Mongo,
        accounts: AccountRepository,
        entries: LastSignIns,
        cards: Cards,
        sessions: Sessions,
        due: DueJobs,
        terms: Terms,
        clock: Clock,
    ) -> None:
        self._mongo = mongo
        self._accounts = accounts
        self._entries = entries
        self._cards = cards
        self._sessions = sessions
        self._due = due
        self.terms = terms
        self._clock = clock

    async def enter(self, account: Account, *, at: datetime) -> None:
        """Note that somebody signs in; who was warned is told to be awake again."""
        known = await self._entries.find(account.id)
        if known is None or not known.is_in_reprieve:
            await self._entries.note(account, at=at)
            return

        async def do(tx: Transaction) -> None:
            await self._entries.note(account, at=at, tx=tx)
            found = await self._accounts.find(account.id, tx=tx)
            if found is not None:
                told = facts.dormancy_lifted(found)
                await self._accounts.change(found, found, told, at=at, tx=tx)

        await self._mongo.transaction(do)

    async def plan(self) -> None:
        """Plan the next night, as often as called."""
        at = rules.next_night(self._clock())
        await self._due.plan(JOB, EVERY_NIGHT, due_at=at, payload={})

    async def work(self) -> Night:
        """Warn, then close; done twice in one night, the second finds nothing."""
        now = self._clock()
        await self._entries.begin(await self._accounts.active(), at=now)
        warned = closed = 0
        async for chunk in self._entries.silent_since(now - self.terms.warned_after):
            for known in chunk:
                if rules.is_to_close(known, self.terms, at=now):
                    closed += await self._close(known.account_id, at=now)
                elif rules.is_to_warn(known, self.terms, at=now):
                    warned += await self._warn(known.account_id, at=now)
        log.info("dormancy.night", warned=warned, closed=closed)
        return Night(warned=warned, closed=closed)

    async def outlook(self) -> Outlook:
        """Tell what the coming night would do; nothing is written."""
        night = rules.next_night(self._clock())
        to_warn: list[tuple[LastSignIn, datetime]] = []
        warned: list[tuple[LastSignIn, datetime]] = []
        async for chunk in self._entries.silent_since(night - self.terms.warned_after):
            for known in chunk:
                told_at = known.warned_at
                if told_at is not None:
                    ends = rules.closes_at(known, self.terms, warned_at=told_at)
                    warned.append((known, ends))
                elif rules.is_to_warn(known, self.terms, at=night):
                    to_warn.append((known, night))
        closed = await self._entries.closed_last(CLOSED_SHOWN)
        return Outlook(
            to_warn=await self._rows(to_warn),
            warned=await self._rows(warned),
            closed=await self._rows(
                (one, one.closed_at) for one in closed if one.closed_at is not None
            ),
        )

    async def reopen(self, person_id: UUID) -> Account:
        """Open a closed account again; its time begins anew."""
        before = await self._accounts.get_of_person(person_id)
        if before.is_active:
            return before
        after = reopened(before)

        async def do(tx: Transaction) -> Account:
            now = self._clock()
            await self._entries.note(before, at=now, tx=tx)
            told = facts.reopened(after)
            return await self._accounts.change(before, after, told, at=now, tx=tx)

        return await self._mongo.transaction(do)

    async def _warn(self, account_id: UUID, *, at: datetime) -> bool:
        async def do(tx: Transaction) -> bool:
            known = await self._entries.find(account_id, tx=tx)
            account = await self._accounts.find(account_id, tx=tx)
            if known is None or account is None or not account.is_active:
                return False
            if not rules.is_to_warn(known, self.terms, at=at):
                return False
            closes_on = rules.closes_at(known, self.terms, warned_at=at).date()
            told = facts.dormancy_warned(account, closes_on=closes_on)
            await self._accounts.change(account, account, told, at=at, tx=tx)
            await self._entries.mark(account_id, warned_at=at, tx=tx)
            return True

        return await self._mongo.transaction(do)

    async def _close(self, account_id: UUID, *, at: datetime) -> bool:
        """Close it, unless somebody enters it meanwhile: one of the two writes wins."""

        async def do(tx: Transaction) -> bool:
            known = await self._entries.find(account_id, tx=tx)
            account = await self._accounts.find(account_id, tx=tx)
            if known is None or account is None or not account.is_active:
                return False
            if not rules.is_to_close(known, self.terms, at=at):
                return False
            holders = await self._accounts.active_with_role(rules.INDISPENSABLE, tx=tx)
            if rules.is_indispensable(account, holders, at=at):
                return False
            after = account.model_copy(update={"is_active": False})
            told = facts.closed(after)
            await self._accounts.change(account, after, told, at=at, tx=tx)
            await self._entries.mark(account_id, closed_at=at, tx=tx)
            await self._sessions.close_all(account_id, tx=tx)
            return True

        return await self._mongo.transaction(do)

    async def _rows(
        self, known: Iterable[tuple[LastSignIn, datetime]]
    ) -> tuple[Row, ...]:
        listed = list(known)
        accounts = await self._accounts.by_ids(one.account_id for one, _ in listed)
        cards = await self._cards.by_ids(one.person_id for one in accounts.values())
        return tuple(
            Row(
                person_id=account.person_id,
                name=cards[account.person_id].name,
                email=account.email,
                last_at=one.last_at,
                on=on,
            )
            for one, on in listed
            if (account := accounts.get(one.account_id)) is not None
            and account.person_id in cards
        )
