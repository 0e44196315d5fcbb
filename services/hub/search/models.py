"""What is indexed of a thing, and what a search answers."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from schemas.base import Localised


class Kind(StrEnum):
    ADVISOR = "advisor"
    STRUCTURE = "structure"
    WEBINAR = "webinar"
    DOSSIER = "dossier"


class Entry(BaseModel):
    """A thing as its newest event described it; an advisor's name is in the card.

    `holder_id` is the centre or the organisation whose own it is; `regions` and
    `structure_ids` are where it lies.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: UUID
    kind: Kind
    label: Localised | None = None
    words: tuple[str, ...] = ()
    order: str = ""
    holder_id: UUID | None = None
    regions: tuple[str, ...] = ()
    structure_ids: tuple[UUID, ...] = ()
    person_id: UUID | None = None
    is_public: bool = False
    is_gone: bool = False
    facts: Mapping[str, Any] = {}


class Found(BaseModel):
    """One thing that was found. `facts` are codes and dates, for a line about it."""

    kind: Kind
    id: UUID
    label: Localised
    href: str
    facts: Mapping[str, Any] = Field(default={}, exclude=True)


class Group(BaseModel):
    """What was found of a kind; `more` leads to the list, when there is one."""

    model_config = ConfigDict(frozen=True)

    kind: Kind
    found: tuple[Found, ...]
    is_cut: bool = False
    more: str | None = None


class FoundView(BaseModel):
    """What is within the caller's scope, by kind, at most twenty of each."""

    items: list[Found]
