"""Collections whose operations join the command under way, and end in time."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from motor.motor_asyncio import (
    AsyncIOMotorClientSession,
    AsyncIOMotorCollection,
    AsyncIOMotorDatabase,
)

from .patience import in_time, is_patient

# All that a transaction may hold; what is left out (indexes, estimates) never joins.
JOINING = (
    "bulk_write",
    "count_documents",
    "delete_many",
    "delete_one",
    "distinct",
    "find_one",
    "find_one_and_delete",
    "find_one_and_replace",
    "find_one_and_update",
    "insert_many",
    "insert_one",
    "replace_one",
    "update_many",
    "update_one",
)

T = TypeVar("T")


class Joined:
    """The transaction of a command; what is asked in it goes one at a time."""

    def __init__(self, session: AsyncIOMotorClientSession) -> None:
        self.session = session
        self._turn = asyncio.Lock()

    async def ask(self, start: Callable[[], Awaitable[T]]) -> T:
        async with self._turn:
            return await in_time(start)


joined: ContextVar[Joined | None] = ContextVar("joined", default=None)


@contextmanager
def joining(session: AsyncIOMotorClientSession) -> Iterator[None]:
    """Make each operation of the block part of this transaction."""
    token = joined.set(Joined(session))
    try:
        yield
    finally:
        joined.reset(token)


class JoiningCollection(AsyncIOMotorCollection[dict[str, Any]]):
    """What Motor offers; who passes a session keeps it."""

    def find(self, *args: Any, **options: Any) -> Any:
        return _in_time(super().find(*args, **_with_session(options)))

    def aggregate(self, *args: Any, **options: Any) -> Any:
        return _in_time(super().aggregate(*args, **_with_session(options)))


class JoiningDatabase(AsyncIOMotorDatabase[dict[str, Any]]):
    """Opens collections that join."""

    def __getitem__(self, name: str) -> JoiningCollection:
        return JoiningCollection(self, name)  # type: ignore[arg-type] # Motor's stub names PyMongo's own class


def _joining(ask: Callable[..., Any]) -> Callable[..., Any]:
    def operation(self: JoiningCollection, *args: Any, **options: Any) -> Any:
        within = joined.get()
        if within is not None:
            told = _with_session(options)
            return within.ask(lambda: ask(self, *args, **told))
        if is_patient():
            return in_time(lambda: ask(self, *args, **options))
        return ask(self, *args, **options)

    return operation


for _name in JOINING:
    setattr(JoiningCollection, _name, _joining(getattr(AsyncIOMotorCollection, _name)))


def _with_session(options: dict[str, Any]) -> dict[str, Any]:
    within = joined.get()
    if within is not None and options.get("session") is None:
        options["session"] = within.session
    return options


def _in_time(cursor: Any) -> Any:
    """Bound each fetch, not the whole reading: nobody knows how long a list is."""
    within = joined.get()
    if within is None and not is_patient():
        return cursor
    # Motor has no other place where a cursor turns to the server.
    get_more = cursor._get_more  # noqa: SLF001

    def get_more_in_time() -> Any:
        asked = in_time(get_more) if within is None else within.ask(get_more)
        return asyncio.ensure_future(asked)

    cursor._get_more = get_more_in_time  # noqa: SLF001
    return cursor
