"""An advisor as the managers of the centre read it over HTTP."""

from datetime import date
from typing import Self
from uuid import UUID

from pydantic import AwareDatetime, BaseModel

from kit.identity.callers import Caller
from kit.identity.cards import Card
from schemas.access import Action

from .records import Advisor, Affiliation, Certification, ProfileCode, Signature, Status


class AdvisorView(BaseModel):
    """Names and addresses are for the centre that holds the record."""

    id: UUID
    version: int
    person_id: UUID
    centre_id: UUID | None
    first_name: str | None
    last_name: str | None
    email: str | None
    phone: str | None
    profile: ProfileCode
    themes: list[str]
    departments: list[str]
    regions: list[str]
    affiliations: list[Affiliation]
    status: Status
    invited_at: AwareDatetime | None
    enrolled_at: AwareDatetime | None
    charter: Signature | None
    certification: Certification | None
    certified_from: date | None
    certified_until: date | None

    @classmethod
    def of(cls, advisor: Advisor, card: Card | None, *, caller: Caller) -> Self:
        """Show what the caller's roles may read: a telephone is not for all of them."""
        has_phone = caller.may(Action.READ_PHONES)
        return cls(
            id=advisor.id,
            version=advisor.version,
            person_id=advisor.person_id,
            centre_id=advisor.centre_id,
            first_name=card.first_name if card else None,
            last_name=card.last_name if card else None,
            email=card.email if card else None,
            phone=card.phone if card and has_phone else None,
            profile=advisor.profile,
            themes=list(advisor.themes),
            departments=list(advisor.departments),
            regions=list(advisor.regions),
            affiliations=[
                one if has_phone else one.model_copy(update={"phone": None})
                for one in advisor.affiliations
            ],
            status=advisor.status,
            invited_at=advisor.invited_at,
            enrolled_at=advisor.enrolled_at,
            charter=advisor.signature,
            certification=advisor.certification,
            certified_from=advisor.certified_from,
            certified_until=advisor.certified_until,
        )
