"""Walks the chain and tells whether it is whole, or where it first is not."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from pydantic import ValidationError

from .models import BEFORE_THE_FIRST, digest, read

PARTS: Final = {"_id", "previous", "hash", "entry"}

Fault = Literal["missing", "altered", "unlinked", "unreadable", "replaced"]


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a chain at some time: who has noted it can prove what was before."""

    position: int
    hash: str


@dataclass(frozen=True, slots=True)
class Whole:
    head: Head


@dataclass(frozen=True, slots=True)
class Broken:
    """The first entry that is not as it was written, and what is wrong with it."""

    position: int
    fault: Fault


async def verified(
    documents: AsyncIterator[Mapping[str, Any]], *, noted: Head | None = None
) -> Whole | Broken:
    """Walk from the first entry on; `noted` is an end that must still be there."""
    position, previous = 0, BEFORE_THE_FIRST
    async for document in documents:
        fault = _fault(document, position + 1, previous)
        if fault == "missing":
            return Broken(position + 1, fault)
        if fault is not None:
            return Broken(document["_id"], fault)
        position, previous = document["_id"], document["hash"]
        if noted and noted.position == position and noted.hash != previous:
            return Broken(position, "replaced")
    if noted and noted.position > position:
        return Broken(position + 1, "missing")
    return Whole(Head(position, previous))


def _fault(document: Mapping[str, Any], position: int, previous: str) -> Fault | None:
    if document["_id"] != position:
        return "missing"
    try:
        link = read(document)
    except (KeyError, TypeError, ValidationError):
        return "unreadable"
    if link.previous != previous:
        return "unlinked"
    if link.hash != digest(position, previous, link.entry):
        return "altered"
    # What the model passes over is under no hash.
    is_known = document["entry"].keys() == link.entry.model_fields_set
    return None if is_known and document.keys() == PARTS else "altered"
