"""The unit of work of a command: gathered while it can be, then written as one."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final, TypeVar

from motor.motor_asyncio import AsyncIOMotorClientSession, AsyncIOMotorCollection
from pymongo.results import InsertOneResult, UpdateResult

from .group_commit import GroupCommit, trip
from .patience import in_time
from .writes import Document, Mark, Write, make_some

READS: Final = frozenset({"find_one", "count_documents", "distinct"})
# What an update may be told and still be foreseen: one document, found and changed.
FORESEEN: Final = {"n": 1, "nModified": 1, "ok": 1.0}

T = TypeVar("T")


class Unit:
    """All that one command asks of the database, in one transaction.

    Most commands read, then write one document: their writes are gathered, and made
    with the mark and the commit in one trip at the end. What cannot be gathered (a
    transaction of the use case's own, a read after a write, a write whose outcome
    matters) opens the transaction there and then, the mark first.
    """

    def __init__(
        self,
        start: Callable[[], AsyncIOMotorClientSession],
        mark: Mark,
        commits: GroupCommit,
    ) -> None:
        self._start = start
        self._mark = mark
        self._commits = commits
        self._turn = asyncio.Lock()
        self._gathered: list[Write] = []
        self._is_marked = False
        self.session: AsyncIOMotorClientSession | None = None

    def open(self) -> AsyncIOMotorClientSession:
        """Ask all that follows at once, within the transaction."""
        if self.session is None:
            self.session = self._start()
            self.session.start_transaction()
        return self.session

    @property
    def sees_itself(self) -> bool:
        """Whether a read must be part of the transaction to see what was written."""
        return self.session is not None or bool(self._gathered)

    def do(
        self,
        documents: AsyncIOMotorCollection[Document],
        name: str,
        args: tuple[Any, ...],
        options: Mapping[str, Any],
        ask: Callable[..., Awaitable[Any]],
    ) -> Awaitable[Any]:
        told = {key: value for key, value in options.items() if key != "session"}
        if self.session is None and options.get("session") is None:
            if name in READS and not self._gathered:
                return in_time(lambda: ask(documents, *args, **told))
            foreseen = _foreseen(name, args, told)
            if foreseen is not None:
                self._gathered.append(Write(documents, name, args))
                return foreseen
        session = options.get("session") or self.open()
        return self.ask(lambda: ask(documents, *args, session=session, **told))

    async def ask(self, start: Callable[[], Awaitable[T]]) -> T:
        """Ask within the transaction, one at a time, after what was gathered."""
        async with self._turn:
            if not self._is_marked:
                await self._make([self._marked(self._mark.claim), *self._taken()])
            return await in_time(start)

    async def claim(self) -> None:
        """Make the mark before something that no transaction takes back."""
        self.open()
        async with self._turn:
            if not self._is_marked:
                await self._make([self._marked(self._mark.claim), *self._taken()])

    async def finish(self, ended: Mapping[str, Any] | None) -> bool:
        """Write what is left, the mark with what the command ended with, and commit.

        `ended` None leaves no mark. Returns False when there was nothing to commit.

        Raises:
            MarkTaken: another command has the mark.
            Unforeseen: a gathered write ended otherwise: do it all again, opened.
        """
        writes = [*self._last(ended), *self._taken()]
        if self.session is None and not writes:
            return False
        is_whole = self.session is None and ended is not None
        if is_whole and await self._commits.make(writes):
            return True
        self.open()
        await self._make(writes, is_last=True)
        return True

    def _last(self, ended: Mapping[str, Any] | None) -> list[Write]:
        mark = self._mark
        if not self._is_marked:
            return [] if ended is None else [self._marked({**mark.claim, **ended})]
        key = {"_id": mark.claim["_id"]}
        if ended is None:
            return [Write(mark.documents, "delete_one", (key,))]
        return [Write(mark.documents, "update_one", (key, {"$set": dict(ended)}))]

    def _marked(self, document: Document) -> Write:
        return Write(self._mark.documents, "insert_one", (document,))

    def _taken(self) -> list[Write]:
        taken, self._gathered = self._gathered, []
        return taken

    async def _make(self, writes: Sequence[Write], *, is_last: bool = False) -> None:
        """Make them in one trip through a thread: each trip costs more than a write."""
        session = self.open().delegate
        mark = None if self._is_marked else self._mark.documents

        def on_thread() -> None:
            make_some(writes, session, mark=mark)
            if is_last:
                session.commit_transaction()

        await in_time(lambda: trip(on_thread), waits_for_majority=is_last)
        self._is_marked = True


unit: ContextVar[Unit | None] = ContextVar("unit", default=None)


@contextmanager
def apart() -> Iterator[None]:
    """Ask outside the command under way, for what must stay when it is refused."""
    token = unit.set(None)
    try:
        yield
    finally:
        unit.reset(token)


def within_command() -> bool:
    """Tell whether what is asked now joins a command's transaction."""
    return unit.get() is not None


async def claimed() -> None:
    """Make sure that the command under way, if any, is known by its mark.

    Asked before what no transaction takes back: a file, a record in Kafka.

    Raises:
        MarkTaken: another command has the mark.
    """
    within = unit.get()
    if within is not None:
        await within.claim()


def _foreseen(
    name: str, args: tuple[Any, ...], options: Mapping[str, Any]
) -> "asyncio.Future[Any] | None":
    """Return what such a write ends with when all is well, if it can be told before."""
    if options:
        return None
    result: InsertOneResult | UpdateResult
    if name == "insert_one" and "_id" in args[0]:
        result = InsertOneResult(args[0]["_id"], acknowledged=True)
    elif name == "update_one":
        result = UpdateResult(FORESEEN, acknowledged=True)
    else:
        return None
    future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
    future.set_result(result)
    return future
