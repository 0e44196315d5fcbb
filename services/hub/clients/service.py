"""What can be done with access keys."""

from uuid import UUID

from kit.clock import Clock
from kit.identity.callers import Caller
from kit.identity.sessions import hashed, new_key
from kit.ids import new_id

from . import facts, rules
from .errors import ClientAlreadyRevoked
from .models import ApiClient, ClientView, CreatedClientView, NewClient
from .repository import ClientRepository


class ClientService:
    def __init__(self, *, clients: ClientRepository, clock: Clock) -> None:
        self._clients = clients
        self._clock = clock

    async def list_clients(self) -> list[ClientView]:
        """Return every key, the newest first."""
        clients = await self._clients.list_all()
        uses = await self._clients.last_uses(client.id for client in clients)
        now = self._clock()
        return [
            rules.view(client, now=now, last_used_at=uses.get(client.id))
            for client in clients
        ]

    async def get(self, client_id: UUID) -> ClientView:
        client = await self._clients.get(client_id)
        uses = await self._clients.last_uses([client_id])
        return rules.view(client, now=self._clock(), last_used_at=uses.get(client_id))

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
        )
        await self._clients.add(client, facts.created(client))
        shown = rules.view(client, now=now, last_used_at=None)
        return CreatedClientView(**dict(shown), key=key)

    async def revoke(self, client_id: UUID) -> None:
        client = await self._clients.get(client_id)
        if client.revoked_at is not None:
            raise ClientAlreadyRevoked(client_id=client_id)
        await self._clients.revoke(client, facts.revoked(client), at=self._clock())

    async def note_use(self, caller: Caller) -> None:
        """Remember that a machine came; people are not counted."""
        if caller.kind == "client" and caller.id is not None:
            await self._clients.note_use(caller.id, at=self._clock())
