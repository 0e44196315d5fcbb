"""Pages of a list, walked by an opaque cursor."""

import base64
import binascii
import json
from typing import Annotated, Any, ClassVar, Generic, TypeVar

from fastapi import Query
from pydantic import BaseModel

from kit.errors import Invalid
from kit.texts import N_

X = TypeVar("X")

LIMIT_MAX = 200

CursorQuery = Annotated[
    str | None, Query(alias="after", max_length=4_000, description="Where to go on.")
]
LimitQuery = Annotated[int, Query(ge=1, le=LIMIT_MAX, description="How many at most.")]


class InvalidCursor(Invalid):
    title: ClassVar[str] = N_("Ce curseur n’en est pas un")
    detail: ClassVar[str] = N_("Reprenez celui que la page précédente a donné.")
    field: ClassVar[str | None] = "after"


class Page(BaseModel, Generic[X]):
    """`next` is the cursor of the following page, absent on the last one."""

    items: list[X]
    next: str | None = None


def encode_cursor(place: Any) -> str:
    text = json.dumps(place, separators=(",", ":"), default=str)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode_cursor(cursor: str) -> Any:
    """Return the place that a cursor of ours names; the caller checks its shape.

    Raises:
        InvalidCursor: it is not one of ours.
    """
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        return json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (ValueError, binascii.Error, RecursionError) as error:
        raise InvalidCursor from error
