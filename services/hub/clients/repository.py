"""Access keys in MongoDB: the hub's own record, and the hash that services read."""

from datetime import datetime
from uuid import UUID

from kit.mongo import Collection, DuplicateKey, Index, Mongo, Transaction
from kit.storage import Aggregates
from schemas.base import Event

from .errors import ClientNameTaken, ClientNotFound
from .models import ApiClient

LISTED_MAX = 500


class ClientRepository:
    """Machines belong to nobody's centre: these queries take no scope."""

    INDEXES = (
        Index(
            "name",
            name="name",
            unique=True,
            partialFilterExpression={"revoked_at": None},
            collation={"locale": "fr", "strength": 1},
        ),
    )
    IDENTITY_INDEXES = (Index("client_id", name="client"),)

    def __init__(
        self, clients: Aggregates[ApiClient], *, identities: Collection, mongo: Mongo
    ) -> None:
        self._clients = clients
        self._identities = identities
        self._mongo = mongo

    async def get(self, client_id: UUID) -> ApiClient:
        found = await self._clients.find({"_id": client_id})
        if found is None:
            raise ClientNotFound(client_id=client_id)
        return found

    async def list_all(self) -> list[ApiClient]:
        return await self._clients.list({}, sort=[("_id", -1)], limit=LISTED_MAX)

    async def add(self, client: ApiClient, fact: Event) -> ApiClient:
        async def do(tx: Transaction) -> ApiClient:
            added = await self._clients.add(client, fact, at=client.created_at, tx=tx)
            await self._identities.insert_one(_identity(client), session=tx)
            return added

        try:
            return await self._mongo.transaction(do)
        except DuplicateKey as error:
            raise ClientNameTaken(name=client.name) from error

    async def revoke(self, before: ApiClient, fact: Event, *, at: datetime) -> None:
        """Refuse every key of this client from the next request on."""
        after = before.model_copy(update={"revoked_at": at})

        async def do(tx: Transaction) -> None:
            await self._clients.change(before, after, fact, at=at, tx=tx)
            await self._identities.update_many(
                {"client_id": before.id}, {"$set": {"revoked_at": at}}, session=tx
            )

        await self._mongo.transaction(do)

    async def rotate(
        self, before: ApiClient, after: ApiClient, fact: Event, *, at: datetime
    ) -> ApiClient:
        """Let a new key in; of those before, the last one alone works on."""
        assert after.former is not None
        ends_at, kept = after.former.ends_at, after.former.key_hash
        gone = {"client_id": before.id, "_id": {"$ne": kept}}

        async def do(tx: Transaction) -> ApiClient:
            changed = await self._clients.change(before, after, fact, at=at, tx=tx)
            await self._identities.delete_many(gone, session=tx)
            await self._identities.update_one(
                {"_id": kept}, {"$set": {"expires_at": ends_at}}, session=tx
            )
            await self._identities.insert_one(_identity(changed), session=tx)
            return changed

        return await self._mongo.transaction(do)

    async def change_rate(
        self, before: ApiClient, after: ApiClient, *, at: datetime
    ) -> ApiClient:
        """Tell it to both keys while two work.

        Raises:
            StaleVersion: someone else changed it since it was read.
        """
        told = {"$set": {"requests_per_minute": after.requests_per_minute}}

        async def do(tx: Transaction) -> ApiClient:
            changed = await self._clients.change(before, after, at=at, tx=tx)
            await self._identities.update_many(
                {"client_id": before.id}, told, session=tx
            )
            return changed

        return await self._mongo.transaction(do)


def _identity(client: ApiClient) -> dict[str, object]:
    return {
        "_id": client.key_hash,
        "client_id": client.id,
        "name": client.name,
        "scopes": list(client.scopes),
        "requests_per_minute": client.requests_per_minute,
        "expires_at": client.expires_at,
        "revoked_at": None,
    }
