"""MongoDB: the connection, its codec and transactions; the only import of Motor."""

from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import AbstractContextManager, asynccontextmanager
from datetime import date
from typing import Any, Self, TypeVar

import pymongo
from bson import CodecOptions
from bson.binary import UuidRepresentation
from bson.codec_options import TypeEncoder, TypeRegistry
from bson.errors import InvalidDocument
from motor.motor_asyncio import (
    AsyncIOMotorChangeStream,
    AsyncIOMotorClient,
    AsyncIOMotorClientSession,
    AsyncIOMotorCollection,
    AsyncIOMotorDatabase,
    AsyncIOMotorGridFSBucket,
)
from pymongo import DeleteOne, InsertOne, ReplaceOne, ReturnDocument, UpdateOne
from pymongo import IndexModel as Index
from pymongo.errors import (
    BulkWriteError,
    ConnectionFailure,
    ExecutionTimeout,
    OperationFailure,
    PyMongoError,
    WTimeoutError,
)
from pymongo.errors import DuplicateKeyError as DuplicateKey

from kit.failpoints import Failpoint, reach

__all__ = [
    "BulkWriteError",
    "ChangeStream",
    "Collection",
    "Database",
    "DeleteOne",
    "Document",
    "DuplicateKey",
    "Files",
    "Index",
    "InsertOne",
    "InvalidDocument",
    "Mongo",
    "MongoError",
    "MongoUnavailable",
    "OperationFailure",
    "ReplaceOne",
    "ReturnDocument",
    "Transaction",
    "UpdateOne",
    "bounded",
]

Document = dict[str, Any]
Collection = AsyncIOMotorCollection[Document]
Database = AsyncIOMotorDatabase[Document]
Files = AsyncIOMotorGridFSBucket
ChangeStream = AsyncIOMotorChangeStream[Document]
Transaction = AsyncIOMotorClientSession
MongoError = PyMongoError

# What passes when the cluster is back: to be waited for, never counted as a fault.
MongoUnavailable: tuple[type[PyMongoError], ...] = (
    ConnectionFailure,
    ExecutionTimeout,
    WTimeoutError,
)

T = TypeVar("T")


def bounded(seconds: float) -> AbstractContextManager[None]:
    """End the operations of the block in time, as if the cluster were away."""
    return pymongo.timeout(seconds)


class _DateAsText(TypeEncoder):
    """BSON has no plain date; ISO text sorts as dates do and Pydantic reads it back."""

    python_type = date

    def transform_python(self, value: date) -> str:
        return value.isoformat()


CODEC: CodecOptions[Document] = CodecOptions(
    tz_aware=True,
    uuid_representation=UuidRepresentation.STANDARD,
    type_registry=TypeRegistry([_DateAsText()]),
)


class Mongo:
    """One cluster and one client; a database for each service, and the shared ones.

    Every write is acknowledged by a majority and journaled.
    """

    def __init__(
        self, client: AsyncIOMotorClient[Document], *, namespace: str = ""
    ) -> None:
        self._client = client
        self._prefix = f"{namespace}_" if namespace else ""

    @classmethod
    @asynccontextmanager
    async def connect(cls, url: str, *, namespace: str = "") -> AsyncIterator[Self]:
        client: AsyncIOMotorClient[Document] = AsyncIOMotorClient(
            url,
            w="majority",
            journal=True,
            serverSelectionTimeoutMS=2_000,
            connectTimeoutMS=2_000,
            waitQueueTimeoutMS=2_000,
            appname="maillage",
        )
        try:
            yield cls(client, namespace=namespace)
        finally:
            client.close()

    def database(self, name: str) -> Database:
        return self._client.get_database(self._prefix + name, codec_options=CODEC)

    def collection(self, database: str, name: str) -> Collection:
        return self.database(database)[name]

    def files(self, database: str, name: str) -> Files:
        return AsyncIOMotorGridFSBucket(self.database(database), bucket_name=name)

    async def ping(self) -> dict[str, Any]:
        """Ask the server what it is.

        Raises:
            MongoUnavailable: nobody answered in time.
        """
        answer: dict[str, Any] = await self._client.admin.command("hello")
        return answer

    def changes(
        self, databases: Sequence[str], steps: Sequence[Document], *, wait_ms: int
    ) -> ChangeStream:
        """Watch some databases through one stream, as `steps` filter and shape it."""
        names = [self._prefix + name for name in databases]
        if len(names) == 1:  # needs no right on the others
            database = self._client.get_database(names[0])
            return database.watch(list(steps), max_await_time_ms=wait_ms)
        ours = {"$match": {"ns.db": {"$in": names}}}
        return self._client.watch([ours, *steps], max_await_time_ms=wait_ms)

    def full_name(self, database: str) -> str:
        return self._prefix + database

    async def server_version(self) -> str:
        info: dict[str, Any] = await self._client.server_info()
        return str(info["version"])

    async def transaction(
        self, do: Callable[[Transaction], Coroutine[Any, Any, T]]
    ) -> T:
        """Do all of it or none; again from the start when the cluster asks for it.

        `do` may run several times: it must change nothing but the database.
        """

        async def whole(tx: Transaction) -> T:
            done = await do(tx)
            await reach(Failpoint.COMMIT_BEFORE)
            return done

        async with await self._client.start_session() as session:
            done: T = await session.with_transaction(whole)
        await reach(Failpoint.COMMIT_AFTER)
        return done
