"""Roles as they are listed, given and withdrawn."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID, uuid5

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from kit.identity.callers import Grant
from kit.queries import Filled
from kit.texts import N_
from kit.texts.typed import OnOneLine
from kit.texts.validation import expected
from schemas.reference import REGIONS
from services.registry.accounts.models import Email, GivenRole, Held, NewGrant

GRANTS = UUID("6f6b1c1e-6a35-4a0c-8a3c-0f5f3f0b7d16")
NATION = "nation"
WANTS = {
    "regional_referent": "region",
    "centre_manager": "centre",
    "partner": "organisation",
}


def id_of(grant: Grant) -> UUID:
    """Name a role and what it reaches, whatever its term."""
    return uuid5(GRANTS, "/".join(str(part) for part in grant.named))


class PersonsGrant(BaseModel):
    """One role of one person; `is_held` tells whether it gives anything today."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    held: Held
    is_held: bool


class Person(BaseModel):
    """Somebody with an account, and every role of theirs."""

    model_config = ConfigDict(frozen=True)

    person_id: UUID
    account_id: UUID
    name: str
    email: str
    grants: tuple[PersonsGrant, ...]


class People(BaseModel):
    """A page of people; `next` is the address that follows, by alphabet."""

    model_config = ConfigDict(frozen=True)

    items: tuple[Person, ...]
    next: str | None


class GrantView(BaseModel):
    id: UUID
    role: str
    holder_id: UUID | None
    region: str | None
    structure_id: UUID | None
    place: str = Field(description="The name of what it reaches, if it is bound.")
    starts_at: AwareDatetime | None
    ends_at: AwareDatetime | None
    is_held: bool = Field(description="Whether it gives anything now.")

    @classmethod
    def of(cls, grant: PersonsGrant) -> Self:
        return cls(id=grant.id, is_held=grant.is_held, **dict(grant.held))


class PersonView(BaseModel):
    person_id: UUID
    account_id: UUID
    name: str
    email: str
    grants: list[GrantView]

    @classmethod
    def of(cls, person: Person) -> Self:
        return cls(
            **person.model_dump(exclude={"grants"}),
            grants=[GrantView.of(one) for one in person.grants],
        )


class PeopleFilter(BaseModel):
    """`email` is the beginning of an address."""

    model_config = ConfigDict(frozen=True)

    role: Annotated[GivenRole | None, Filled] = None
    email: Annotated[
        str,
        StringConstraints(strip_whitespace=True, to_lower=True, max_length=254),
        OnOneLine,
    ] = ""


def _reach(text: str) -> str:
    kind, _, value = text.partition(":")
    if kind == NATION and not value:
        return text
    if kind == "region" and value in REGIONS:
        return text
    if kind in {"centre", "structure", "organisation"}:
        try:
            return f"{kind}:{UUID(value)}"
        except ValueError:
            pass
    raise expected(N_("Un ressort de la liste."))


class GiveForm(BaseModel):
    """A role to give, as a person chooses it: what it reaches is one choice."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    email: Email
    role: GivenRole
    reach: Annotated[str, StringConstraints(max_length=60), AfterValidator(_reach)]
    starts_on: date | None = None
    ends_on: date | None = None

    @model_validator(mode="after")
    def _goes_together(self) -> Self:
        kind = self.reach.partition(":")[0]
        wanted = WANTS.get(self.role, NATION)
        if kind != wanted and (self.role, kind) != ("centre_manager", "structure"):
            raise expected(
                N_(
                    "Un rôle et son ressort : une région pour la référence régionale, "
                    "un centre ou une structure pour la gestion, une organisation pour "
                    "un partenaire, tout le réseau pour les autres."
                )
            )
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise expected(N_("Un dernier jour qui suit le premier, ou le vaut."))
        return self

    def grant(self) -> NewGrant:
        kind, _, value = self.reach.partition(":")
        names = {"region": "region", "structure": "structure_id"}
        named = {} if kind == NATION else {names.get(kind, "holder_id"): value}
        return NewGrant.model_validate(
            {
                "role": self.role,
                "starts_on": self.starts_on,
                "ends_on": self.ends_on,
                **named,
            }
        )


class Reaches(BaseModel):
    """What a role may be given for; each pair is a value of the form and a name.

    `structure` is the one that its own page sent here, if any.
    """

    model_config = ConfigDict(frozen=True)

    centres: tuple[tuple[str, str], ...]
    organisations: tuple[tuple[str, str], ...]
    structure: tuple[str, str] | None = None


class Unknown(BaseModel):
    """Nobody has an account with this address."""

    model_config = ConfigDict(frozen=True)
