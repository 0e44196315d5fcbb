"""The whole and the short name of a type of event."""

from collections.abc import Mapping

from schemas.events import BY_TYPE
from services.hub.journal.errors import UnknownEventType

SHORT_PARTS = 3
SHORT: Mapping[str, str] = {type_.split(".", 3)[3]: type_ for type_ in BY_TYPE}


def short_type(type_: str) -> str:
    """Return `webinar.published.v1` for the whole name of a type."""
    return ".".join(type_.split(".")[-SHORT_PARTS:])


def full_type(name: str) -> str:
    """Return the whole name of a type, told whole or short.

    Raises:
        UnknownEventType: the catalogue has none of this name.
    """
    found = name if name in BY_TYPE else SHORT.get(name)
    if found is None:
        raise UnknownEventType(type=name)
    return found
