"""How a change to a committee is told to the other services."""

from datetime import date
from typing import TypeVar

from schemas.documents.governance import Committee
from schemas.events.governance import CommitteeFact

from . import rules
from .models import OFFICES, VOTING

F = TypeVar("F", bound=CommitteeFact)


def told(kind: type[F], committee: Committee, *, today: date) -> F:
    """Tell the whole public state of the committee, as it is today."""
    members = rules.sitting(committee, today)
    return kind(
        committee_id=committee.id,
        code=committee.code,
        voting_seats=sum(member.role in VOTING for member in members),
        member_ids=tuple(member.person_id for member in members),
        officer_ids=tuple(m.person_id for m in members if m.role in OFFICES),
    )
