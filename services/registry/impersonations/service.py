"""Begins and ends acting in another person's place."""

from uuid import UUID

from kit.clock import Clock
from kit.identity.acting import Standing
from kit.identity.callers import Caller
from kit.identity.cards import Cards
from kit.mongo import Mongo, Transaction
from services.registry.accounts.models import Account
from services.registry.accounts.repository import AccountRepository
from services.registry.accounts.service import Places

from .errors import NobodyToActFor, NotActing, NotInTheirPlace
from .models import Asked, Impersonation
from .repository import ImpersonationRepository
from .rules import acting, begun


class ImpersonationService:
    def __init__(
        self,
        *,
        mongo: Mongo,
        occasions: ImpersonationRepository,
        accounts: AccountRepository,
        cards: Cards,
        standing: Standing,
        places: Places,
        clock: Clock,
    ) -> None:
        self._mongo = mongo
        self._occasions = occasions
        self._accounts = accounts
        self._cards = cards
        self._standing = standing
        self._places = places
        self._clock = clock

    async def email_of(self, person_id: UUID) -> str:
        """Return the address of a person's account, empty when there is none."""
        account = await self._accounts.find_of_person(person_id)
        return "" if account is None else account.email

    async def is_known(self, email: str) -> bool:
        """Tell whether an account that is open has this address."""
        account = await self._accounts.find_with_email(email)
        return account is not None and account.is_active

    async def begin(self, by: Caller, person_id: UUID, asked: Asked) -> Impersonation:
        """Put the caller's session in the person's place.

        Raises:
            NobodyToActFor: the person has no account that is open.
            NotInTheirPlace: it is one's own, or gives rights over the network.
        """
        return await self._begin(
            by, await self._accounts.find_of_person(person_id), asked
        )

    async def begin_with_email(
        self, by: Caller, email: str, asked: Asked
    ) -> Impersonation:
        """Do the same for the person whose account has this address."""
        return await self._begin(by, await self._accounts.find_with_email(email), asked)

    async def end(self, caller: Caller) -> None:
        """Give the session back to whom it belongs.

        Raises:
            NotActing: it is in nobody's place, or no longer.
        """
        told, session_id = caller.impersonator, caller.session_id
        if told is None or session_id is None:
            raise NotActing

        async def do(tx: Transaction) -> None:
            await self._occasions.end(told.id, at=self._clock(), tx=tx)
            await self._standing.stop(session_id, tx=tx)

        await self._mongo.transaction(do)

    async def _begin(
        self, by: Caller, account: Account | None, asked: Asked
    ) -> Impersonation:
        if account is None:
            raise NobodyToActFor
        session_id = by.session_id
        if session_id is None:
            raise NotInTheirPlace
        occasion = begun(by, account, asked, at=self._clock())
        names = await self._cards.names([account.person_id])
        places = await self._places.of(account.grants)
        other = acting(
            occasion,
            account,
            name=names.get(account.person_id, account.email),
            place=next(filter(None, places), ""),
        )

        async def do(tx: Transaction) -> None:
            await self._occasions.add(occasion, tx=tx)
            await self._standing.act_for(session_id, other, tx=tx)

        await self._mongo.transaction(do)
        return occasion
