"""Links between accounts and a provider's people: made, undone, and told."""

from uuid import UUID

from kit.clock import Clock
from kit.mongo import Mongo, Transaction
from services.registry.accounts import facts
from services.registry.accounts.models import Account
from services.registry.accounts.repository import AccountRepository
from services.registry.federation.errors import LinkNotFound, LinkTaken
from services.registry.federation.models import Identity, Link
from services.registry.federation.repository import LinkRepository
from services.registry.federation.rules import first_link


class Linking:
    """`provider` is the name by which the person is told of it."""

    def __init__(
        self,
        *,
        mongo: Mongo,
        accounts: AccountRepository,
        links: LinkRepository,
        clock: Clock,
    ) -> None:
        self._mongo = mongo
        self._accounts = accounts
        self._links = links
        self._clock = clock

    async def of(self, identity: Identity) -> Link | None:
        return await self._links.find(issuer=identity.issuer, subject=identity.subject)

    async def of_person(self, person_id: UUID) -> Link | None:
        return await self._links.find_of_person(person_id)

    async def link(
        self, identity: Identity, account: Account, *, provider: str
    ) -> bool:
        """Make the first link; return whether it holds, whoever made it."""
        link = first_link(identity, account, at=self._clock())

        async def do(tx: Transaction) -> None:
            await self._links.add(link, tx=tx)
            found = await self._accounts.find(account.id, tx=tx)
            if found is not None:
                told = facts.identity_linked(found, provider=provider)
                at = link.linked_at
                await self._accounts.change(found, found, told, at=at, tx=tx)

        try:
            await self._mongo.transaction(do)
        except LinkTaken:
            kept = await self.of(identity)
            return kept is not None and kept.account_id == account.id
        return True

    async def undo(self, person_id: UUID, *, provider: str) -> None:
        """Undo the link, whoever asks for it.

        Raises:
            LinkNotFound: there is none.
        """

        async def do(tx: Transaction) -> None:
            if not await self._links.remove(person_id, tx=tx):
                raise LinkNotFound
            found = await self._accounts.find_of_person(person_id, tx=tx)
            if found is not None:
                told = facts.identity_unlinked(found, provider=provider)
                at = self._clock()
                await self._accounts.change(found, found, told, at=at, tx=tx)

        await self._mongo.transaction(do)
