"""Whose records a query may see. A query without a scope is not written."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

Query = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Held:
    """Records of these holders, regions and structures, and no others.

    Foreign looks absent.
    """

    by: frozenset[UUID]
    regions: frozenset[str] = frozenset()
    structures: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Everything:
    """All records, for a reason that can be read in the code: a worker, a migration."""

    reason: str


Scope = Held | Everything


def within(
    scope: Scope,
    *,
    field: str,
    region: str | None = None,
    structure: str | None = None,
) -> dict[str, Any]:
    """Return the condition that keeps a MongoDB query inside `scope`.

    `field` names the holder of a record, `region` and `structure` where it lies; what
    a collection does not tell of its records reaches none of them.
    """
    match scope:
        case Everything():
            return {}
        case Held(by=holders, regions=regions, structures=structures):
            ways: list[dict[str, Any]] = []
            if holders:
                ways.append({field: {"$in": list(holders)}})
            if regions and region is not None:
                ways.append({region: {"$in": sorted(regions)}})
            if structures and structure is not None:
                ways.append({structure: {"$in": list(structures)}})
            return _either(ways, field)


def _either(ways: list[dict[str, Any]], field: str) -> dict[str, Any]:
    if not ways:
        return {field: {"$in": []}}
    return ways[0] if len(ways) == 1 else {"$or": ways}


def both(*conditions: Query) -> dict[str, Any]:
    """Join conditions so that none can take the place of another's key."""
    told = [dict(one) for one in conditions if one]
    return {"$and": told} if told else {}


def covers(scope: Scope, holder_id: UUID | None) -> bool:
    """Tell whether a record of this holder is inside `scope`."""
    match scope:
        case Everything():
            return True
        case Held(by=holders):
            return holder_id in holders
