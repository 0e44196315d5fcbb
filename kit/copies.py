"""Copies of what other services tell: the newest state of each is all that counts."""

from collections.abc import Collection as Many
from collections.abc import Iterable, Mapping
from typing import Any, Protocol, TypeVar
from uuid import UUID

from kit.mongo import Document, UpdateOne


class Identified(Protocol):
    @property
    def id(self) -> UUID: ...


C = TypeVar("C", bound=Identified)


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
