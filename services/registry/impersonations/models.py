"""One occasion of acting for another: who, for whom, why, until when."""

from typing import Annotated, Final, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, StringConstraints

from kit.identity.callers import Impersonator
from schemas.personal import Category, Kept, Personal, Purpose
from services.registry.accounts.models import Reason

WORDS: Final = Personal(Category.WORDS, Purpose.ENTER, Kept.PERSON)
Minutes = Literal[15, 30, 60]
Email = Annotated[
    str, StringConstraints(strip_whitespace=True, to_lower=True, max_length=254)
]


class Impersonation(BaseModel):
    """Kept for the person, who reads who came in their place and why."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    actor_account_id: UUID
    actor_person_id: UUID
    role: str
    account_id: UUID
    person_id: UUID
    reason: Annotated[str, WORDS]
    started_at: AwareDatetime
    ends_at: AwareDatetime
    ended_at: AwareDatetime | None = None

    @property
    def over_at(self) -> AwareDatetime:
        """Return when it ended, or will by itself."""
        return self.ends_at if self.ended_at is None else self.ended_at


class Asked(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    reason: Reason
    minutes: Minutes = 30


class NewImpersonation(Asked):
    person_id: UUID


class StartForm(BaseModel):
    """From the page: the person is named by the address of their account.

    What a form sends is text; `minutes` comes as one of the choices.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    email: Email
    reason: Reason
    minutes: Literal["15", "30", "60"] = "30"

    @property
    def asked(self) -> Asked:
        minutes = int(self.minutes)
        return Asked.model_validate({"reason": self.reason, "minutes": minutes})


class ImpersonationView(BaseModel):
    id: UUID
    person_id: UUID
    ends_at: AwareDatetime

    @classmethod
    def of(cls, person_id: UUID, told: Impersonator) -> "ImpersonationView":
        return cls(id=told.id, person_id=person_id, ends_at=told.ends_at)
