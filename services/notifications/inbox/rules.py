"""Where a page of the inbox goes on."""

from datetime import datetime
from typing import Any
from uuid import UUID

from kit.http.pagination import InvalidCursor

from .models import Entry


def place(entry: Entry) -> list[str]:
    return [entry.created_at.isoformat(), str(entry.id)]


def read_place(told: Any) -> tuple[datetime, UUID]:
    """Read where to go on.

    Raises:
        InvalidCursor: it is not one of ours.
    """
    try:
        at, id_ = told
        found = datetime.fromisoformat(at), UUID(id_)
    except (TypeError, ValueError, AttributeError) as error:
        raise InvalidCursor from error
    if found[0].tzinfo is None:
        raise InvalidCursor
    return found
