"""Erases people: at once what the registry alone writes, then service by service."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from kit.clock import Clock
from kit.due import DueJobs
from kit.http.idempotency import Idempotency
from kit.identity.callers import Caller
from kit.identity.cards import Cards
from kit.identity.sessions import Sessions
from kit.mongo import Mongo, Transaction
from kit.people import Trace, Traces
from schemas.access import Role
from services.registry.accounts.models import Account
from services.registry.accounts.repository import AccountRepository
from services.registry.second_factor.repository import FactorRepository

from . import facts, rules
from .errors import AddressUnknown, ErasureNotFound, LastAdministrator, PersonUnknown
from .models import Confirmed, Erasure, Origin
from .repository import ErasureRepository

JOB: Final = "erasure"
CHIEF: Final = Role.NATIONAL_ADMIN


@dataclass(frozen=True, kw_only=True)
class Identities:
    """The shared identities that the registry writes."""

    accounts: AccountRepository
    cards: Cards
    sessions: Sessions
    answers: Idempotency
    traces: Traces
    factors: FactorRepository


class ErasureService:
    def __init__(
        self,
        *,
        erasures: ErasureRepository,
        identities: Identities,
        due: DueJobs,
        mongo: Mongo,
        clock: Clock,
    ) -> None:
        self._erasures = erasures
        self._identities = identities
        self._due = due
        self._mongo = mongo
        self._clock = clock

    async def get(self, person_id: UUID) -> Erasure:
        return await self._erasures.get(person_id)

    async def find_own(self, caller: Caller) -> Erasure | None:
        return await self._erasures.find(caller.person)

    async def get_own(self, caller: Caller) -> Erasure:
        found = await self.find_own(caller)
        if found is None:
            raise ErasureNotFound
        return found

    async def known_among(self, person_ids: Iterable[UUID]) -> set[UUID]:
        return await self._erasures.known_among(person_ids)

    async def latest(self) -> list[Erasure]:
        return await self._erasures.latest()

    async def ask_own(self, caller: Caller) -> Erasure:
        """Have oneself erased in a week; asked again, it is the same request.

        Raises:
            LastAdministrator: nobody could administer the network any more.
        """
        before = await self._erasures.find(caller.person)
        if before is not None and before.state == "waiting":
            return before
        await self._refuse_last(caller.person)
        return await self._plan(before, caller.person, origin="self")

    async def plan_by_rule(self, person_id: UUID) -> bool:
        """Have somebody erased in a month, by the rule; return whether that is new.

        Who withdrew it once has chosen to stay.
        """
        if await self._erasures.find(person_id) is not None:
            return False
        await self._plan(None, person_id, origin="retention")
        return True

    async def _plan(
        self, before: Erasure | None, person_id: UUID, *, origin: Origin
    ) -> Erasure:
        at = self._clock()
        by = person_id if origin == "self" else None
        after = rules.asked(before, person_id, origin=origin, by=by, at=at)
        told = facts.planned(after)

        async def do(tx: Transaction) -> Erasure:
            payload = {"person_id": person_id}
            key = str(person_id)
            await self._due.plan(JOB, key, due_at=after.due_at, payload=payload, tx=tx)
            if before is None:
                return await self._erasures.add(after, told, at=at, tx=tx)
            return await self._erasures.change(before, after, told, at=at, tx=tx)

        return await self._mongo.transaction(do)

    async def withdraw(self, caller: Caller) -> Erasure:
        """Stay after all, while it waits."""
        before = await self.get_own(caller)
        after = rules.withdrawn(before)

        async def do(tx: Transaction) -> Erasure:
            await self._due.drop(JOB, str(before.id), tx=tx)
            return await self._erasures.change(before, after, at=self._clock(), tx=tx)

        return await self._mongo.transaction(do)

    async def erase_with_address(self, email: str, *, by: UUID | None) -> Erasure:
        card = (await self._identities.cards.with_emails([email])).get(email)
        if card is None:
            raise AddressUnknown
        return await self.erase(card.id, by=by)

    async def erase(self, person_id: UUID, *, by: UUID | None) -> Erasure:
        """Erase somebody now, for the administration.

        Raises:
            PersonUnknown: there is nobody of this id.
            ErasureDone, LastAdministrator: it cannot be done, or was.
        """
        at = self._clock()
        known = await self._erasures.find(person_id)
        asked = rules.asked(known, person_id, origin="administration", by=by, at=at)
        if await self._identities.cards.find(person_id) is None:
            raise PersonUnknown(person_id=person_id)
        return await self._erase(known, asked)

    async def erase_due(self, payload: dict[str, Any]) -> None:
        """Erase who asked for it a week ago, unless it was withdrawn or is done."""
        known = await self._erasures.find(payload["person_id"])
        if known is not None and known.state == "waiting":
            await self._erase(known, known)

    async def confirm(self, person_id: UUID, word: Confirmed) -> None:
        """Note that a service has done its part; the last word ends the traces."""

        async def do(tx: Transaction) -> None:
            before = await self._erasures.find(person_id, tx=tx)
            if before is None:
                return
            at = self._clock()
            after = rules.confirmed(before, word, at=at)
            if after == before:
                return
            await self._erasures.change(before, after, at=at, tx=tx)
            if after.state == "complete":
                await self._identities.traces.remove(person_id, tx=tx)

        await self._mongo.transaction(do)

    async def _erase(self, known: Erasure | None, asked: Erasure) -> Erasure:
        """Erase card, account and sessions, and tell every service, in one write."""
        await self._refuse_last(asked.id)
        at = self._clock()
        done = rules.erased(asked, at=at)

        async def do(tx: Transaction) -> Erasure:
            await self._forget(asked.id, tx=tx)
            await self._due.drop(JOB, str(asked.id), tx=tx)
            told = facts.erased(done)
            if known is None:
                return await self._erasures.add(done, told, at=at, tx=tx)
            return await self._erasures.change(known, done, told, at=at, tx=tx)

        return await self._mongo.transaction(do)

    async def _forget(self, person_id: UUID, *, tx: Transaction) -> None:
        mine = self._identities
        account = await mine.accounts.find_of_person(person_id, tx=tx)
        card = await mine.cards.find(person_id)
        grants = () if account is None else account.grants
        trace = Trace(
            id=person_id,
            name="" if card is None else card.name,
            email="" if card is None else card.email,
            former_emails=() if card is None else card.former_emails,
            other_emails=() if card is None else card.other_emails,
            organisation_ids=tuple(
                one.holder_id
                for one in grants
                if one.role == Role.PARTNER and one.holder_id is not None
            ),
        )
        await mine.traces.leave(trace, tx=tx)
        await mine.cards.remove([person_id], tx=tx)
        if account is not None:
            await self._close(account, tx=tx)

    async def _close(self, account: Account, *, tx: Transaction) -> None:
        mine = self._identities
        await mine.sessions.close_all(account.id, tx=tx)
        await mine.factors.forget(account.id, tx=tx)
        await mine.answers.forget(f"person:{account.id}", tx=tx)
        await mine.accounts.remove(account, at=self._clock(), tx=tx)

    async def _refuse_last(self, person_id: UUID) -> None:
        account = await self._identities.accounts.find_of_person(person_id)
        if account is None or all(one.role != CHIEF for one in account.grants):
            return
        if not await self._identities.accounts.has_role(CHIEF, but=person_id):
            raise LastAdministrator
