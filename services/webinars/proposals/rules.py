"""What a proposal becomes: pure decisions, no database and no clock."""

from datetime import datetime
from uuid import UUID

from schemas.base import Localised
from services.webinars.partners.models import Partner

from .errors import NoLongerMember, SpeaksForNobody
from .models import Proposal, Verdict, Webinar


def proposer(holder_id: UUID | None, partner: Partner | None) -> UUID:
    """Return the organisation that proposes.

    Its standing is the committee's to judge; one that has left cannot propose at all.

    Raises:
        SpeaksForNobody: the caller holds the role for no organisation.
        NoLongerMember: the organisation is not a member any more.
    """
    if holder_id is None:
        raise SpeaksForNobody
    if partner is not None and not partner.is_member:
        raise NoLongerMember(organisation_id=holder_id)
    return holder_id


def propose(
    proposal: Proposal,
    *,
    webinar_id: UUID,
    dossier_id: UUID,
    organisation_id: UUID,
    by: UUID,
    at: datetime,
    dossier_number: str,
) -> Webinar:
    kept = proposal.model_dump(
        exclude={"title_fr", "title_en", "abstract_fr", "abstract_en"}
    )
    return Webinar(
        id=webinar_id,
        organisation_id=organisation_id,
        proposed_by=by,
        proposed_at=at,
        dossier_id=dossier_id,
        dossier_number=dossier_number,
        title=Localised(fr=proposal.title_fr, en=proposal.title_en),
        abstract=Localised(fr=proposal.abstract_fr, en=proposal.abstract_en),
        **kept,
    )


def validate(webinar: Webinar, verdict: Verdict) -> Webinar | None:
    """Return it as validated; None when it was decided before."""
    return _decided(webinar, verdict, state="validated")


def reject(webinar: Webinar, verdict: Verdict) -> Webinar | None:
    """Return it as rejected; None when it was decided before."""
    return _decided(webinar, verdict, state="rejected")


def _decided(webinar: Webinar, verdict: Verdict, *, state: str) -> Webinar | None:
    if webinar.state != "proposed":
        return None
    return webinar.model_copy(update={"state": state, "verdict": verdict})
