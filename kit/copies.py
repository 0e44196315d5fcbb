"""Copies of what other services tell: the newest state of each is all that counts."""

from collections.abc import Collection as Many
from collections.abc import Iterable, Mapping
from typing import Any, Protocol, TypeVar
from uuid import UUID

from kit.mongo import Collection, Document, UpdateOne


class Identified(Protocol):
    @property
    def id(self) -> UUID: ...


class Stated(Identified, Protocol):
    """A model of a copy: what is not its id is its state."""

    def model_dump(self, *, exclude: set[str]) -> dict[str, Any]: ...


C = TypeVar("C", bound=Identified)
S = TypeVar("S", bound=Stated)


async def overtake(
    copies: Collection, told: Iterable[tuple[S, int]], *, kept: Many[str] = ()
) -> None:
    """Write each copy that is newer; what is repeated or late changes nothing.

    With `kept` fields every fact is written in its order: a late one may hold them.
    """
    writes = [
        if_newer(one.id, one.model_dump(exclude={"id"}), sequence=sequence, kept=kept)
        for one, sequence in (told if kept else newest(told))
    ]
    if writes:
        await copies.bulk_write(writes, ordered=bool(kept))


def newest(told: Iterable[tuple[C, int]]) -> list[tuple[C, int]]:
    """Leave out what the same batch overtakes: after an outage that is most of it.

    Each comes with its sequence; what is left stands in the order of the first of each.
    """
    found: dict[UUID, tuple[C, int]] = {}
    for copy, sequence in told:
        known = found.get(copy.id)
        if known is None or sequence > known[1]:
            found[copy.id] = copy, sequence
    return list(found.values())


def if_newer(
    id_: object, state: Mapping[str, Any], *, sequence: int, kept: Many[str] = ()
) -> UpdateOne:
    """Write `state` unless a later fact was; `kept` fields never go back to None."""
    is_newer = {"$lt": [{"$ifNull": ["$sequence", 0]}, sequence]}
    chosen: Document = {
        field: {"$cond": [is_newer, {"$literal": value}, f"${field}"]}
        for field, value in (dict(state) | {"sequence": sequence}).items()
    }
    for field in kept:
        told = {"$literal": state[field]}
        chosen[field] = {"$ifNull": [told, {"$ifNull": [f"${field}", None]}]}
    return UpdateOne({"_id": id_}, [{"$set": chosen}], upsert=True)
