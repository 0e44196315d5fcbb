"""Access keys in MongoDB: the hub's own record, and the hash that services read."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from kit.mongo import Collection, DuplicateKey, Index, Mongo, Transaction
from kit.storage import Aggregates
from schemas.base import Event

from .errors import ClientNameTaken, ClientNotFound
from .models import ApiClient

USE_NOTED_EVERY = timedelta(minutes=1)
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

    async def last_uses(self, client_ids: Iterable[UUID]) -> dict[UUID, datetime]:
        query = {
            "client_id": {"$in": list(client_ids)},
            "last_used_at": {"$exists": True},
        }
        found = self._identities.find(query)
        return {one["client_id"]: one["last_used_at"] async for one in found}

    async def add(self, client: ApiClient, fact: Event) -> None:
        async def do(tx: Transaction) -> None:
            await self._clients.add(client, fact, at=client.created_at, tx=tx)
            await self._identities.insert_one(_identity(client), session=tx)

        try:
            await self._mongo.transaction(do)
        except DuplicateKey as error:
            raise ClientNameTaken(name=client.name) from error

    async def revoke(self, before: ApiClient, fact: Event, *, at: datetime) -> None:
        after = before.model_copy(update={"revoked_at": at})

        async def do(tx: Transaction) -> None:
            await self._clients.change(before, after, fact, at=at, tx=tx)
            await self._identities.update_one(
                {"_id": before.key_hash}, {"$set": {"revoked_at": at}}, session=tx
            )

        await self._mongo.transaction(do)

    async def note_use(self, client_id: UUID, *, at: datetime) -> None:
        """Write it once a minute: a machine that polls must not write at each poll."""
        await self._identities.update_one(
            {
                "client_id": client_id,
                "$or": [
                    {"last_used_at": {"$exists": False}},
                    {"last_used_at": {"$lte": at - USE_NOTED_EVERY}},
                ],
            },
            {"$set": {"last_used_at": at}},
        )


def _identity(client: ApiClient) -> dict[str, object]:
    return {
        "_id": client.key_hash,
        "client_id": client.id,
        "name": client.name,
        "scopes": list(client.scopes),
        "expires_at": client.expires_at,
        "revoked_at": None,
    }
