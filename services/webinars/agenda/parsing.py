"""What comes from outside: cursors, and the places that people type."""

import re
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import AwareDatetime, TypeAdapter, ValidationError

from kit.http.pagination import InvalidCursor, decode_cursor
from schemas.reference import DEPARTMENTS

POSTCODE = re.compile(r"\b(\d{5})\b")
CORSICA, CORSICAN = "20", "2A"

_SOONEST: TypeAdapter[tuple[datetime, UUID]] = TypeAdapter(tuple[AwareDatetime, UUID])
_NEWEST: TypeAdapter[UUID] = TypeAdapter(UUID)


def agenda_place(cursor: str | None) -> tuple[datetime, UUID] | None:
    """Read where a page of the agenda ended.

    Raises:
        InvalidCursor: it is not one of the agenda's.
    """
    return None if cursor is None else _read(_SOONEST, cursor)


def held_place(cursor: str | None) -> UUID | None:
    return None if cursor is None else _read(_NEWEST, cursor)


def region_of(place: str | None) -> str | None:
    """Return the region of a postcode; None when there is none in what was typed."""
    found = POSTCODE.search(place or "")
    if found is None:
        return None
    code = found[1]
    department = CORSICAN if code.startswith(CORSICA) else code[:2]
    known = DEPARTMENTS.get(code[:3]) or DEPARTMENTS.get(department)
    return None if known is None else known.region


def _read(adapter: TypeAdapter[Any], cursor: str) -> Any:
    try:
        return adapter.validate_python(decode_cursor(cursor))
    except ValidationError as error:
        raise InvalidCursor from error
