"""Taking away another person's second factor, when telephone and codes are lost."""

from uuid import UUID

from kit.clock import Clock
from kit.identity.callers import Caller
from kit.identity.cards import Cards
from kit.identity.sessions import Sessions
from kit.mongo import Mongo, Transaction
from services.registry.accounts import facts
from services.registry.accounts.models import Account, Held
from services.registry.accounts.repository import AccountRepository
from services.registry.accounts.service import Places
from services.registry.second_factor import rules
from services.registry.second_factor.models import Factor, Holder, State
from services.registry.second_factor.repository import (
    FactorRepository,
    RemovalRepository,
)

REMOVALS_SHOWN = 20


class LostFactorService:
    def __init__(
        self,
        *,
        mongo: Mongo,
        accounts: AccountRepository,
        cards: Cards,
        places: Places,
        factors: FactorRepository,
        removals: RemovalRepository,
        sessions: Sessions,
        clock: Clock,
    ) -> None:
        self._mongo = mongo
        self._accounts = accounts
        self._cards = cards
        self._places = places
        self._factors = factors
        self._removals = removals
        self._sessions = sessions
        self._clock = clock

    async def get(self, person_id: UUID) -> Holder:
        """Return an account as the administration sees it.

        Raises:
            AccountNotFound: the person has none.
        """
        account = await self._accounts.get_of_person(person_id)
        names = await self._cards.names([person_id])
        places = await self._places.of(account.grants)
        removals = await self._removals.of_person(person_id, limit=REMOVALS_SHOWN)
        sessions = await self._sessions.open_for(account.id)
        return Holder(
            person_id=person_id,
            name=names.get(person_id, ""),
            email=account.email,
            language=account.language,
            is_active=account.is_active,
            held=tuple(
                Held.of(grant, place=place)
                for grant, place in zip(account.grants, places, strict=True)
            ),
            state=self._state(account, await self._factors.find(account.id)),
            removals=tuple(removals),
            session_count=len(sessions),
        )

    async def take_away(self, by: Caller, person_id: UUID, reason: str) -> None:
        """Leave the person the password alone; all their sessions end, they are told.

        Raises:
            AccountNotFound: the person has none.
            NotOneself: it is the caller's own.
            NothingToTakeAway: there is no second factor.
            StaleVersion: a code was used at this very moment.
        """
        account = await self._accounts.get_of_person(person_id)
        factor = rules.takeable(await self._factors.find(account.id), account, by=by)
        now = self._clock()
        removal = rules.removal(account, by=by, reason=reason, at=now)
        told = facts.second_factor_taken_away(account)

        async def do(tx: Transaction) -> None:
            await self._factors.remove(factor, tx=tx)
            await self._removals.add(removal, tx=tx)
            await self._sessions.close_all(account.id, tx=tx)
            await self._accounts.change(account, account, told, at=now, tx=tx)

        await self._mongo.transaction(do)

    def _state(self, account: Account, factor: Factor | None) -> State:
        is_required = rules.is_required(account, self._sessions.strong_roles)
        return rules.state(factor, is_required=is_required)
