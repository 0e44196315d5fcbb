"""The history of a type: each version, its day, what it gained and lost."""

from collections.abc import Sequence

from schemas.base import Event
from schemas.events import EVENTS
from schemas.history import HISTORY, Change
from services.hub.catalogue.models import VersionLine


def versions(event: type[Event]) -> list[VersionLine]:
    """Return what became of a type and of its other versions, the latest first."""
    family = [one for one in EVENTS if _family(one.type) == _family(event.type)]
    family.sort(key=lambda one: _number(one.type))
    lines: list[VersionLine] = []
    before: tuple[str, ...] = ()
    for one in family:
        changes = HISTORY.get(one.type, ())
        lines += _of_version(one, changes, before)
        before = tuple(one.model_fields)
    return lines[::-1]


def _of_version(
    event: type[Event], changes: Sequence[Change], before: Sequence[str]
) -> list[VersionLine]:
    """Compare its first fields with the version before, then add what it gained."""
    version = f"v{_number(event.type)}"
    fields = changes[0].fields if changes else tuple(event.model_fields)
    first = VersionLine(
        version=version,
        on=changes[0].on if changes else None,
        gained=tuple(name for name in fields if before and name not in before),
        lost=tuple(name for name in before if name not in fields),
        is_first=not before,
    )
    later = [
        VersionLine(version=version, on=one.on, gained=one.fields, is_first=False)
        for one in changes[1:]
    ]
    return [first, *later]


def _family(type_: str) -> str:
    return type_.rpartition(".v")[0]


def _number(type_: str) -> int:
    return int(type_.rpartition(".v")[2])
