"""What can be done with access keys."""

from uuid import UUID

from kit.clock import Clock
from kit.identity.rates import Rates
from kit.identity.sessions import hashed, new_key
from kit.ids import new_id

from . import facts, rules
from .errors import ClientAlreadyRevoked
from .models import (
    ApiClient,
    ClientView,
    CreatedClientView,
    NewClient,
    NewKey,
    RateChange,
)
from .repository import ClientRepository


class ClientService:
    def __init__(
        self, *, clients: ClientRepository, rates: Rates, clock: Clock
    ) -> None:
        self._clients = clients
        self._rates = rates
        self._clock = clock

    async def list_clients(self) -> list[ClientView]:
        """Return every key, the newest first."""
        clients = await self._clients.list_all()
        uses = await self._rates.last_uses(client.id for client in clients)
        now = self._clock()
        return [rules.view(client, now=now, uses=uses) for client in clients]

    async def get(self, client_id: UUID) -> ClientView:
        return await self._view(await self._clients.get(client_id))

    async def create(self, wanted: NewClient, *, by: UUID | None) -> CreatedClientView:
        """Draw a key and return it: this once, nobody can read it again."""
        now, key = self._clock(), new_key()
        client = ApiClient(
            id=new_id(),
            name=wanted.name,
            scopes=tuple(sorted(set(wanted.scopes))),
            key_hash=hashed(key),
            key_ending=key[-rules.ENDING :],
            created_at=now,
            created_by=by,
            expires_at=rules.expiry(wanted.expires_on, now=now),
            requests_per_minute=wanted.requests_per_minute,
        )
        added = await self._clients.add(client, facts.created(client))
        return await self._shown(added, key)

    async def rotate(self, client_id: UUID, wanted: NewKey) -> CreatedClientView:
        """Draw the next key; the one in use works on for the overlap.

        Raises:
            ClientRevokedForGood: nothing brings a revoked key back.
            ExpiresTooSoon: the new key would be expired already.
        """
        before = await self._clients.get(client_id)
        now, key = self._clock(), new_key()
        after = rules.rotated(before, wanted, key=key, key_hash=hashed(key), now=now)
        assert after.former is not None
        told = facts.rotated(after, after.former)
        changed = await self._clients.rotate(before, after, told, at=now)
        return await self._shown(changed, key)

    async def change_rate(
        self, client_id: UUID, change: RateChange, *, version: int
    ) -> ClientView:
        """Let it in more often, or less.

        Raises:
            StaleVersion: it changed since `version`.
        """
        found = await self._clients.get(client_id)
        before = found.model_copy(update={"version": version})
        after = before.model_copy(update=change.model_dump())
        changed = await self._clients.change_rate(before, after, at=self._clock())
        return await self._view(changed)

    async def revoke(self, client_id: UUID) -> None:
        """Refuse its keys, both of them while two work."""
        client = await self._clients.get(client_id)
        if client.revoked_at is not None:
            raise ClientAlreadyRevoked(client_id=client_id)
        await self._clients.revoke(client, facts.revoked(client), at=self._clock())

    async def _view(self, client: ApiClient) -> ClientView:
        uses = await self._rates.last_uses([client.id])
        return rules.view(client, now=self._clock(), uses=uses)

    async def _shown(self, client: ApiClient, key: str) -> CreatedClientView:
        return CreatedClientView(**dict(await self._view(client)), key=key)
