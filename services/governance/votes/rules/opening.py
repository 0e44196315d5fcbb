"""How a vote opens: until when, and who may take part."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from kit.texts.dates import PARIS
from schemas.documents.governance import (
    Committee,
    Dossier,
    Elector,
    Member,
    Step,
    Vote,
    VoteMode,
)
from services.governance.committees.models import VOTING
from services.governance.committees.rules import sitting
from services.governance.votes.errors import DeadlineOutOfReach, NobodyEntitled
from services.governance.votes.models import DAYS_MAX, Opening

CLOSING_TIME = time(18)


def deadline(asked: Opening, *, now: datetime, days: int) -> datetime:
    """Return when the vote closes: as asked, or at 18:00 in Paris after some days.

    Raises:
        DeadlineOutOfReach: that is past, or more than sixty days ahead.
    """
    if asked.closes_at is not None:
        if not now < asked.closes_at <= now + timedelta(days=DAYS_MAX + 1):
            raise DeadlineOutOfReach(days_max=DAYS_MAX)
        return asked.closes_at
    last_day = now.astimezone(PARIS).date() + timedelta(days=asked.days or days)
    return datetime.combine(last_day, CLOSING_TIME, PARIS).astimezone(now.tzinfo)


def electors(
    committee: Committee, dossier: Dossier, *, day: date
) -> tuple[Elector, ...]:
    """Freeze who may vote that day, setting aside who has an interest in it.

    Raises:
        NobodyEntitled: no voting member is left.
    """
    frozen = tuple(
        _elector(member, dossier)
        for member in sitting(committee, day)
        if member.role in VOTING
    )
    set_aside = sum(one.is_set_aside for one in frozen)
    if set_aside == len(frozen):
        raise NobodyEntitled(seats=len(frozen), set_aside=set_aside)
    return frozen


def opened(
    dossier: Dossier,
    committee: Committee,
    *,
    vote_id: UUID,
    index: int,
    mode: VoteMode,
    by: UUID,
    at: datetime,
    closes_at: datetime,
) -> Vote:
    step: Step = dossier.path[index]
    return Vote(
        id=vote_id,
        dossier_id=dossier.id,
        dossier_number=dossier.number,
        committee_id=committee.id,
        committee=committee.code,
        step=index,
        question_fr=step.question_fr,
        question_en=step.question_en,
        mode=mode,
        rules=committee.rules,
        opened_at=at,
        opened_by=by,
        closes_at=closes_at,
        electors=electors(committee, dossier, day=at.astimezone(PARIS).date()),
    )


def _elector(member: Member, dossier: Dossier) -> Elector:
    is_own = member.person_id in (dossier.opened_by, dossier.object_id)
    is_own_organisation = member.organisation_id == dossier.organisation_id
    return Elector(
        person_id=member.person_id,
        organisation_id=member.organisation_id,
        role=member.role,
        is_set_aside=is_own or is_own_organisation,
        reason=(
            "own_organisation"
            if is_own_organisation
            else "own_dossier"
            if is_own
            else None
        ),
    )
