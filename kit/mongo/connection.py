"""The connection to a cluster, its codec, and what can be asked of it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import (
    AbstractAsyncContextManager,
    AbstractContextManager,
    asynccontextmanager,
)
from datetime import date
from typing import Any, Self, TypeVar

import pymongo
from bson import CodecOptions
from bson.binary import UuidRepresentation
from bson.codec_options import TypeEncoder, TypeRegistry
from motor.motor_asyncio import (
    AsyncIOMotorChangeStream,
    AsyncIOMotorClient,
    AsyncIOMotorClientSession,
    AsyncIOMotorCollection,
    AsyncIOMotorDatabase,
    AsyncIOMotorGridFSBucket,
)
from pymongo.write_concern import WriteConcern

from .group_commit import GroupCommit
from .joining import JoiningDatabase
from .patience import Gate, patient
from .silence import ended_by_silence
from .transactions import Outcome, transact, transact_marked
from .unit import unit
from .writes import Mark

Document = dict[str, Any]
Collection = AsyncIOMotorCollection[Document]
Database = AsyncIOMotorDatabase[Document]
Files = AsyncIOMotorGridFSBucket
ChangeStream = AsyncIOMotorChangeStream[Document]
Transaction = AsyncIOMotorClientSession

ANSWERS_SECONDS = 1.2

T = TypeVar("T")
Ended = TypeVar("Ended", bound=Outcome)


def relaxed(documents: Collection) -> Collection:
    """Write to it without waiting for the disk or for another node."""
    return documents.with_options(write_concern=WriteConcern(w=1, j=False))


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

    Every write is acknowledged by a majority and journaled, but for `relaxed`.
    """

    def __init__(
        self, client: AsyncIOMotorClient[Document], *, namespace: str = ""
    ) -> None:
        self._client = client
        self._prefix = f"{namespace}_" if namespace else ""
        self._gate = Gate()
        self._commits = GroupCommit(client.delegate.start_session)

    @classmethod
    @asynccontextmanager
    async def connect(cls, url: str, *, namespace: str = "") -> AsyncIterator[Self]:
        client: AsyncIOMotorClient[Document] = AsyncIOMotorClient(
            url,
            w="majority",
            journal=True,
            # What a stream over several databases brings is read as the rest is.
            tz_aware=True,
            uuidRepresentation="standard",
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
        return JoiningDatabase(self._client, self._prefix + name, codec_options=CODEC)

    def collection(self, database: str, name: str) -> Collection:
        return self.database(database)[name]

    def files(self, database: str, name: str) -> Files:
        return AsyncIOMotorGridFSBucket(self.database(database), bucket_name=name)

    async def ping(self) -> dict[str, Any]:
        """Ask the server what it is.

        Raises:
            MongoUnavailable: nobody answered in time.
        """
        with bounded(ANSWERS_SECONDS):
            answer: dict[str, Any] = await self._client.admin.command("hello")
        return answer

    def changes(
        self,
        databases: Sequence[str],
        steps: Sequence[Document],
        *,
        wait_ms: int,
        at_once: int,
    ) -> ChangeStream:
        """Watch some databases through one stream, as `steps` filter and shape it."""
        names = [self._prefix + name for name in databases]
        if len(names) == 1:  # needs no right on the others
            database = self._client.get_database(names[0])
            return database.watch(
                list(steps), max_await_time_ms=wait_ms, batch_size=at_once
            )
        ours = {"$match": {"ns.db": {"$in": names}}}
        return self._client.watch(
            [ours, *steps], max_await_time_ms=wait_ms, batch_size=at_once
        )

    def full_name(self, database: str) -> str:
        return self._prefix + database

    def patient(
        self, seconds: float, *, may_commit: bool = False
    ) -> AbstractContextManager[None]:
        """Let the operations of the block wait no longer in vain, all together.

        `may_commit` says that a command may come of it: others that are about to be
        committed wait a moment for those, where many come.
        """
        if may_commit:
            self._commits.note_begun()
        return patient(self._gate, seconds)

    def ended_by_silence(self, seconds: float) -> AbstractAsyncContextManager[None]:
        """End the block, as an operation ends, when nobody answers for so long."""
        return ended_by_silence(self._gate, seconds)

    async def server_version(self) -> str:
        info: dict[str, Any] = await self._client.server_info()
        return str(info["version"])

    async def transaction(
        self, do: Callable[[Transaction], Coroutine[Any, Any, T]]
    ) -> T:
        """Do all of it or none; again from the start when the cluster asks for it.

        `do` may run several times: it must change nothing but the database. Within a
        command it is a part of the command's own transaction.
        """
        within = unit.get()
        if within is not None:
            return await do(within.open())
        return await transact(self._client, do, gate=self._gate)

    async def marked(self, do: Callable[[], Awaitable[Ended]], *, mark: Mark) -> Ended:
        """Make all that `do` asks of the database one transaction with its mark.

        What `do` only writes is gathered and written at its end, with what other
        commands have gathered meanwhile; `do` may run several times.

        Raises:
            MarkTaken: another command has the mark, or is about to have it.
        """
        return await transact_marked(
            self._client, do, mark=mark, gate=self._gate, commits=self._commits
        )
