"""A class of records about people, and what becomes of it when one is erased."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict

from kit.aggregates import Aggregate
from schemas.personal import Category, Kept, Personal, Purpose
from schemas.reference import Label

NAME: Final = Personal(Category.NAME, Purpose.RIGHTS, Kept.ERASURE)
EMAIL: Final = Personal(Category.EMAIL, Purpose.RIGHTS, Kept.ERASURE)
COPY: Final = Personal(Category.RECORD, Purpose.RIGHTS, Kept.COPY)


@dataclass(frozen=True, slots=True)
class Removed:
    """The documents go."""


@dataclass(frozen=True, slots=True)
class Emptied:
    """The documents stay for their counts and dates, with these values instead."""

    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Stays:
    """Nothing in it is about anybody once the card is gone, or another part does it."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """The documents of a collection that are about a person: `by` holds the id.

    `shows` are the fields as people read them; a copy of one's data has all fields but
    those that `hides` names.
    """

    database: str
    name: str
    by: str
    title: Label
    shows: Mapping[str, Label]
    hides: frozenset[str] = field(default_factory=frozenset)
    erase: Removed | Emptied | Stays

    @property
    def code(self) -> str:
        return f"{self.database}.{self.name}"


@dataclass(frozen=True, slots=True)
class KeptIn:
    """A database whose collections hold records about people.

    Titles and what is shown are written as pairs, French and English.
    """

    database: str

    def holding(
        self,
        name: str,
        *,
        title: tuple[str, str],
        erase: Removed | Emptied | Stays,
        by: str = "person_id",
        shows: Mapping[str, tuple[str, str]] | None = None,
        hides: Collection[str] = (),
    ) -> Holding:
        return Holding(
            database=self.database,
            name=name,
            by=by,
            title=Label(*title),
            shows={field: Label(*words) for field, words in (shows or {}).items()},
            hides=frozenset(hides),
            erase=erase,
        )


class Trace(BaseModel):
    """What a service needs to find a person who was erased; gone when all have.

    The former addresses were the person's; the other ones are those of a change that
    was going on, and may be somebody else's.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: UUID
    name: Annotated[str, NAME] = ""
    email: Annotated[str, EMAIL] = ""
    former_emails: Annotated[tuple[str, ...], EMAIL] = ()
    other_emails: Annotated[tuple[str, ...], EMAIL] = ()
    organisation_ids: tuple[UUID, ...] = ()

    @property
    def own_emails(self) -> tuple[str, ...]:
        """Return every address that was ever the person's."""
        return tuple(one for one in (self.email, *self.former_emails) if one)


class Section(BaseModel):
    """The records of one class; `labels` name in both languages what people read."""

    model_config = ConfigDict(frozen=True)

    code: str
    title: tuple[str, str]
    labels: dict[str, tuple[str, str]]
    records: tuple[dict[str, Any], ...]


class Part(BaseModel):
    """What one service keeps of a person, as it was when it was asked for."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    request_id: UUID
    person_id: UUID
    service: str
    at: AwareDatetime
    sections: Annotated[tuple[Section, ...], COPY]


class Confirmation(Aggregate):
    """That a service has erased a person: the id is the person's."""

    erased: dict[str, int]
    confirmed_at: AwareDatetime
