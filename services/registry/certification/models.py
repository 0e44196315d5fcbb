"""The words of certification."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel

from services.registry.advisors.models import Advisor


class RequestView(BaseModel):
    """The dossier that a request opened."""

    advisor_id: UUID
    dossier_id: UUID
    dossier_number: str


class CertificationStanding(BaseModel):
    """Where the label stands, for the page."""

    advisor: Advisor
    is_certified: bool
    may_request: bool
    renewable_from: date | None
