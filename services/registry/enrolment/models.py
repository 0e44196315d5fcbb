"""The words of enrolment."""

from dataclasses import dataclass
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from kit.identity.cards import Card
from kit.texts import Language
from kit.texts.typed import Readable
from services.registry.accounts.models import Account, NewPassword
from services.registry.advisors.models import Advisor

INVITED_AT_ONCE_MAX = 200


class Asked(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Invitations(Asked):
    advisor_ids: Annotated[
        list[UUID], Field(min_length=1, max_length=INVITED_AT_ONCE_MAX)
    ]


class TickedInvitations(Asked):
    """What the list of advisors sends: those ticked, or all that were listed."""

    choice: Literal["ticked", "page"] = "ticked"
    advisor_ids: Annotated[list[UUID], Field(max_length=INVITED_AT_ONCE_MAX)] = []
    listed_ids: Annotated[list[UUID], Field(max_length=INVITED_AT_ONCE_MAX)] = []

    @property
    def wanted(self) -> list[UUID]:
        return self.listed_ids if self.choice == "page" else self.advisor_ids


class Acceptance(Asked):
    """Who has an account already keeps its password."""

    password: NewPassword | None = None
    language: Language = "fr"


class AcceptanceByToken(Acceptance):
    token: Annotated[str, StringConstraints(min_length=1, max_length=1_000)]


class Reason(Asked):
    """In the manager's own words: kept in the record, told to nobody else."""

    reason: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=3, max_length=500),
        Readable,
    ]


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a link opens, once it was found good."""

    advisor: Advisor
    card: Card
    account: Account | None


class Refusal(BaseModel):
    advisor_id: UUID
    reason: Literal["not_found", "illegal_step", "no_email", "changed"]


class InvitedView(BaseModel):
    invited: list[UUID]
    refused: list[Refusal]


class EnrolledView(BaseModel):
    advisor_id: UUID
    person_id: UUID
    account_id: UUID
