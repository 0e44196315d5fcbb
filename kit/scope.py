"""Whose records a query may see. A query without a scope is not written."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Held:
    """Records held by one of these, and no others: foreign looks absent."""

    by: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Everything:
    """All records, for a reason that can be read in the code: a worker, a migration."""

    reason: str


Scope = Held | Everything


def within(scope: Scope, *, field: str) -> dict[str, Any]:
    """Keep a MongoDB query inside `scope`."""
    match scope:
        case Everything():
            return {}
        case Held(by=holders):
            return {field: {"$in": list(holders)}}


def covers(scope: Scope, holder_id: UUID | None) -> bool:
    """Tell whether a record of this holder is inside `scope`."""
    match scope:
        case Everything():
            return True
        case Held(by=holders):
            return holder_id in holders
