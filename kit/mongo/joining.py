"""Collections whose operations join the command under way, and end in time."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from typing import Any

import pymongo
from motor.motor_asyncio import (
    AsyncIOMotorClientSession,
    AsyncIOMotorCollection,
    AsyncIOMotorDatabase,
)

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

joined: ContextVar[AsyncIOMotorClientSession | None] = ContextVar(
    "joined", default=None
)
_patience: ContextVar[float | None] = ContextVar("patience", default=None)


@contextmanager
def joining(session: AsyncIOMotorClientSession) -> Iterator[None]:
    """Make each operation of the block part of this transaction."""
    token = joined.set(session)
    try:
        yield
    finally:
        joined.reset(token)


@contextmanager
def patient(seconds: float) -> Iterator[None]:
    """Let no operation of the block take longer, its wait for a free thread included.

    An operation that would is refused as if the cluster were away.
    """
    token = _patience.set(seconds)
    try:
        yield
    finally:
        _patience.reset(token)


def is_patient() -> bool:
    return _patience.get() is not None


def in_time() -> AbstractContextManager[None]:
    """Give what starts in the block its share of patience, from now on."""
    seconds = _patience.get()
    return nullcontext() if seconds is None else pymongo.timeout(seconds)


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
        with in_time():
            return ask(self, *args, **_with_session(options))

    return operation


for _name in JOINING:
    setattr(JoiningCollection, _name, _joining(getattr(AsyncIOMotorCollection, _name)))


def _with_session(options: dict[str, Any]) -> dict[str, Any]:
    if options.get("session") is None:
        options["session"] = joined.get()
    return options


def _in_time(cursor: Any) -> Any:
    """Bound each fetch, not the whole reading: nobody knows how long a list is."""
    if not is_patient():
        return cursor
    # Motor has no other place where a cursor turns to the server.
    get_more = cursor._get_more  # noqa: SLF001

    def get_more_in_time() -> Any:
        with in_time():
            return get_more()

    cursor._get_more = get_more_in_time  # noqa: SLF001
    return cursor
