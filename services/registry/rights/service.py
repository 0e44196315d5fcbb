"""Roles given and withdrawn: sessions that are open have the change at once."""

from collections.abc import Sequence
from uuid import UUID

from kit.clock import Clock
from kit.identity.callers import Grant
from kit.identity.cards import Cards
from kit.identity.sessions import Sessions
from kit.mongo import Mongo, Transaction
from schemas.access import Role
from services.registry.accounts.models import Account, Held, NewGrant
from services.registry.accounts.repository import AccountRepository
from services.registry.accounts.rules import grant_of, with_grant
from services.registry.accounts.service import Places
from services.registry.centres.repository import CentreRepository
from services.registry.partners.repository import PartnerRepository

from .errors import LastAdministrator, NothingToHold
from .models import (
    GiveForm,
    People,
    PeopleFilter,
    Person,
    PersonsGrant,
    Reaches,
    Unknown,
    id_of,
)
from .rules import administers, without

OFFERED = 200


class RightsService:
    def __init__(
        self,
        *,
        mongo: Mongo,
        accounts: AccountRepository,
        cards: Cards,
        sessions: Sessions,
        places: Places,
        centres: CentreRepository,
        partners: PartnerRepository,
        clock: Clock,
    ) -> None:
        self._mongo = mongo
        self._accounts = accounts
        self._cards = cards
        self._sessions = sessions
        self._places = places
        self._centres = centres
        self._partners = partners
        self._clock = clock

    async def search(
        self, wanted: PeopleFilter, *, after: str | None, limit: int
    ) -> People:
        """List people with an account and their roles, by address."""
        found = await self._accounts.search(
            role=wanted.role, email=wanted.email, after=after, limit=limit + 1
        )
        shown = found[:limit]
        return People(
            items=tuple(await self._people(shown)),
            next=shown[-1].email if len(found) > limit else None,
        )

    async def get(self, person_id: UUID) -> Person:
        account = await self._accounts.get_of_person(person_id)
        return (await self._people([account]))[0]

    async def reaches(self, *, structure_id: UUID | None) -> Reaches:
        """Return what a role may be given for."""
        centres = await self._centres.list_active()
        partners = await self._partners.list_page(after=None, limit=OFFERED)
        structure = None
        if structure_id is not None:
            grant = Grant(Role.CENTRE_MANAGER, structure_id=structure_id)
            [name] = await self._places.of([grant])
            structure = (f"structure:{structure_id}", name) if name else None
        return Reaches(
            centres=tuple((f"centre:{one.id}", one.name) for one in centres),
            organisations=tuple((f"organisation:{o.id}", o.name) for o in partners),
            structure=structure,
        )

    async def give(self, person_id: UUID, wanted: NewGrant) -> Person:
        """Give one more role, or a role that they have its new term.

        Raises:
            AccountNotFound: the person has no account.
            NothingToHold: what the role shall reach is not there.
            LastAdministrator: the term would leave the network without one.
        """
        grant = grant_of(wanted)
        [place] = await self._places.of([grant])
        if grant.reach != "all" and not place:
            raise NothingToHold(role=wanted.role)
        before = await self._accounts.get_of_person(person_id)
        return await self._change(before, with_grant(before, grant))

    async def give_by_address(self, form: GiveForm) -> Person | Unknown:
        account = await self._accounts.find_with_email(form.email)
        if account is None:
            return Unknown()
        return await self.give(account.person_id, form.grant())

    async def withdraw(self, person_id: UUID, grant_id: UUID) -> Person:
        """Withdraw a role: it gives nothing from the next request on.

        Raises:
            AccountNotFound, GrantNotFound: nobody has it.
            LastAdministrator: nobody else administers the network.
        """
        before = await self._accounts.get_of_person(person_id)
        return await self._change(before, without(before, grant_id))

    async def _change(self, before: Account, after: Account) -> Person:
        async def do(tx: Transaction) -> None:
            await self._accounts.change(before, after, at=self._clock(), tx=tx)
            await self._sessions.change_grants(before.id, after.grants, tx=tx)
            if administers(before.grants) and not administers(after.grants):
                await self._keep_one(tx)

        if after.grants != before.grants:
            await self._mongo.transaction(do)
        return await self.get(before.person_id)

    async def _keep_one(self, tx: Transaction) -> None:
        if not await self._accounts.has_administrator(tx=tx):
            raise LastAdministrator

    async def _people(self, accounts: Sequence[Account]) -> list[Person]:
        now = self._clock()
        names = await self._cards.names(one.person_id for one in accounts)
        every = [grant for account in accounts for grant in account.grants]
        places = iter(await self._places.of(every))
        return [
            Person(
                person_id=account.person_id,
                account_id=account.id,
                name=names.get(account.person_id, ""),
                email=account.email,
                grants=tuple(
                    PersonsGrant(
                        id=id_of(grant),
                        held=Held.of(grant, place=next(places)),
                        is_held=account.is_active and grant.holds_at(now),
                    )
                    for grant in account.grants
                ),
            )
            for account in accounts
        ]
