"""Copies of what other services tell: the newest state of each is all that counts."""

from collections.abc import Iterable
from typing import Protocol, TypeVar
from uuid import UUID


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
