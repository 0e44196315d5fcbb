"""Collections whose operations join the command under way, and end in time."""

import asyncio
from collections.abc import Callable
from typing import Any

from motor.motor_asyncio import AsyncIOMotorCollection, AsyncIOMotorDatabase

from .patience import in_time, is_patient
from .unit import READS, unit

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


class JoiningCollection(AsyncIOMotorCollection[dict[str, Any]]):
    """What Motor offers; who passes a session keeps it."""

    def find(self, *args: Any, **options: Any) -> Any:
        told = _with_session(options)
        return _in_time(super().find(*args, **told), told.get("session"))

    def aggregate(self, *args: Any, **options: Any) -> Any:
        told = _with_session(options)
        return _in_time(super().aggregate(*args, **told), told.get("session"))


class JoiningDatabase(AsyncIOMotorDatabase[dict[str, Any]]):
    """Opens collections that join."""

    def __getitem__(self, name: str) -> JoiningCollection:
        return JoiningCollection(self, name)  # type: ignore[arg-type] # Motor's stub names PyMongo's own class


def _joining(name: str, ask: Callable[..., Any]) -> Callable[..., Any]:
    def operation(self: JoiningCollection, *args: Any, **options: Any) -> Any:
        within = unit.get()
        if within is not None:
            return within.do(self, name, args, options, ask)
        if is_patient():
            # Within a transaction it is the commit that waits for a majority.
            waits_for_majority = name not in READS and options.get("session") is None
            return in_time(
                lambda: ask(self, *args, **options),
                waits_for_majority=waits_for_majority,
            )
        return ask(self, *args, **options)

    return operation


for _name in JOINING:
    _ask = getattr(AsyncIOMotorCollection, _name)
    setattr(JoiningCollection, _name, _joining(_name, _ask))


def _with_session(options: dict[str, Any]) -> dict[str, Any]:
    """Read within the command's transaction, once it has written something."""
    within = unit.get()
    if within is not None and within.sees_itself and options.get("session") is None:
        options["session"] = within.open()
    return options


def _in_time(cursor: Any, session: Any) -> Any:
    """Bound each fetch, not the whole reading: nobody knows how long a list is."""
    within = None if session is None else unit.get()
    if within is None and not is_patient():
        return cursor
    # Motor has no other place where a cursor turns to the server.
    get_more = cursor._get_more  # noqa: SLF001

    def get_more_in_time() -> Any:
        asked = in_time(get_more) if within is None else within.ask(get_more)
        return asyncio.ensure_future(asked)

    cursor._get_more = get_more_in_time  # noqa: SLF001
    return cursor
