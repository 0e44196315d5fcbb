"""A real event without those whom it is about."""

import re
from collections.abc import Mapping
from typing import Any, Final

MASK: Final = "…"
# Things that are no person; an id under any other name is masked.
THINGS: Final = frozenset(
    {
        *("webinar", "registration", "dossier", "decision", "vote"),
        *("committee", "meeting", "structure", "organisation", "partner", "centre"),
        *("batch", "census", "notification", "webhook", "client", "dead_letter"),
        *("watch", "seat", "theme"),
    }
)
SHOWN: Final = frozenset(
    {
        *("ce_specversion", "ce_id", "ce_type", "ce_source", "ce_time", "ce_sequence"),
        *("ce_dataschema", "ce_correlationid", "ce_causationid", "ce_centre"),
        "content-type",
    }
)
UUID_TEXT: Final = re.compile(r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$")
ADDRESS: Final = re.compile(r"[^@\s]+@[^@\s]+")


def masked(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the data with the ids of people, and whatever is an address, taken out."""
    return {name: _value(told, of=name) for name, told in data.items()}


def masked_headers(
    headers: Mapping[str, str], *, key: str, data: Mapping[str, Any]
) -> dict[str, str]:
    """Return the headers that name nobody; the subject, when the data shows it."""
    shown = {name: value for name, value in headers.items() if name in SHOWN}
    subject = headers.get("ce_subject", "")
    shown["ce_subject"] = subject if data.get(key) == subject else MASK
    return {name: shown[name] for name in headers if name in shown}


def _value(told: Any, *, of: str) -> Any:
    if isinstance(told, Mapping):
        return {name: _value(one, of=name) for name, one in told.items()}
    if isinstance(told, list):
        return [_value(one, of=of) for one in told]
    if isinstance(told, str) and _is_personal(told, of=of):
        return MASK
    return told


def _is_personal(told: str, *, of: str) -> bool:
    if ADDRESS.search(told):
        return True
    thing = of.removesuffix("_ids").removesuffix("_id")
    return UUID_TEXT.match(told) is not None and thing not in THINGS
