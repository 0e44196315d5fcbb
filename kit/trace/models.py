"""An entry of the trace, and its place in the chain: ids and codes, never a name."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict

Access = Literal["read", "write"]
BEFORE_THE_FIRST: Final = "0" * 64


@dataclass(frozen=True, slots=True)
class Screen:
    """Where somebody looks from: a method and the pattern of a route, or a work."""

    method: str
    route: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who looks: `acting_for` is the person in whose place, if it is another's."""

    actor: str | None = None
    person_id: UUID | None = None
    role: str | None = None
    holder_id: UUID | None = None
    region: str | None = None
    acting_for: UUID | None = None
    impersonation_id: UUID | None = None


class Entry(BaseModel):
    """Some people's data were read or written, once, from one place."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    at: AwareDatetime
    access: Access
    method: str
    route: str
    person_ids: tuple[UUID, ...]
    actor: str | None = None
    actor_person_id: UUID | None = None
    role: str | None = None
    holder_id: UUID | None = None
    region: str | None = None
    acting_for: UUID | None = None
    impersonation_id: UUID | None = None
    correlation_id: str = ""


class Link(BaseModel):
    """An entry in its place; `hash` covers it, its place and the hash before."""

    model_config = ConfigDict(frozen=True)

    position: int
    previous: str
    hash: str
    entry: Entry

    @classmethod
    def after(cls, position: int, previous: str, entry: Entry) -> "Link":
        """Put the entry after the place `position`."""
        place = position + 1
        return cls(
            position=place,
            previous=previous,
            hash=digest(place, previous, entry),
            entry=entry,
        )


def digest(position: int, previous: str, entry: Entry) -> str:
    """Hash an entry as RFC 8785 would write it.

    A field that a later version gains is unset in what was written before it.
    """
    fields = entry.model_dump(mode="json", exclude_unset=True)
    told = json.dumps(fields, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{position}\n{previous}\n{told}".encode()).hexdigest()


def stored(link: Link) -> dict[str, Any]:
    return {
        "_id": link.position,
        "previous": link.previous,
        "hash": link.hash,
        "entry": link.entry.model_dump(exclude_unset=True),
    }


def read(document: Mapping[str, Any]) -> Link:
    return Link(
        position=document["_id"],
        previous=document["previous"],
        hash=document["hash"],
        entry=Entry.model_validate(document["entry"]),
    )
