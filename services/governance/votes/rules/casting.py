"""Who may put a ballot in."""

from datetime import datetime
from uuid import UUID

from schemas.documents.governance import Elector, Vote
from services.governance.votes.errors import (
    NotAnElector,
    SetAsideForDossier,
    SetAsideForOrganisation,
    VoteIsClosed,
)


def require_place(vote: Vote, person_id: UUID) -> Elector:
    """Return the elector that this person is.

    Raises:
        NotAnElector: the electorate was frozen without this person.
        SetAside: the person has an interest in the dossier.
    """
    elector = next((one for one in vote.electors if one.person_id == person_id), None)
    if elector is None:
        raise NotAnElector
    if elector.reason == "own_organisation":
        raise SetAsideForOrganisation
    if elector.is_set_aside:
        raise SetAsideForDossier
    return elector


def require_time(vote: Vote, *, now: datetime) -> None:
    """Refuse a ballot that comes after the end, closed or about to be.

    Raises:
        VoteIsClosed: it is closed, or its time is up.
    """
    if vote.state == "closed" or now >= vote.closes_at:
        raise VoteIsClosed
