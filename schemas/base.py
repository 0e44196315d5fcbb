"""What every event and every stored thing has in common."""

from typing import Any, ClassVar, NamedTuple
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field


class Says(NamedTuple):
    """What an event means, for those who read the catalogue."""

    title_fr: str
    title_en: str
    meaning_fr: str
    meaning_en: str


class Localised(BaseModel):
    """A public text in the languages that its author gave."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    fr: str
    en: str | None = None


class Event(BaseModel):
    """A fact about the past, as its readers see it: published once, never changed.

    It carries ids and public facts, never a person's name, address or own words.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    type: ClassVar[str]
    topic: ClassVar[str]
    says: ClassVar[Says]
    example: ClassVar[dict[str, Any]]

    @property
    def key(self) -> str:
        """Name the aggregate the fact is about: order is kept per key."""
        raise NotImplementedError


class Stored(BaseModel):
    """A document that counts its changes and its events."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    version: int = Field(default=1, ge=1, description="Changes so far.")
    sequence: int = Field(default=0, ge=0, description="Events told so far.")
