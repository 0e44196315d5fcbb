"""From a fact to what its subject asks for from then on."""

from datetime import UTC, datetime, time

from kit.messaging.envelope import Told
from schemas.access import Role
from schemas.base import Event
from schemas.events.governance import DossierFact, VoteClosed, VoteOpened
from schemas.events.hub import (
    DeadLetterFact,
    DeadLetterParked,
    DeadLettersOverdue,
    DeadLetterWatchFact,
)
from schemas.events.registry import (
    AccountClosed,
    AccountDormancyLifted,
    AccountDormancyWarned,
    AccountFact,
    CensusAnalysed,
    CensusFact,
)
from schemas.events.webinars import RegistrationFact, WebinarFact

from .models import Kind, Waiting


def waiting(told: Told[Event]) -> Waiting | None:
    """Return the newest state of what waits; None for a fact that concerns no task."""
    match told.fact:
        case VoteOpened() | VoteClosed() as fact:
            return _vote(fact, told)
        case DossierFact() as fact:
            return _dossier(fact, told)
        case CensusFact() | AccountFact() as fact:
            return _registry(fact, told)
        case WebinarFact() | RegistrationFact() as fact:
            return _teaching(fact, told)
        case DeadLetterFact() | DeadLetterWatchFact() as fact:
            return _letters(fact, told)
        case _:
            return None


def _vote(fact: VoteOpened | VoteClosed, told: Told[Event]) -> Waiting:
    if isinstance(fact, VoteClosed):
        return Waiting(id=fact.vote_id, since=told.at)
    return Waiting(
        id=fact.vote_id,
        kind=Kind.VOTE,
        audience=(
            *(f"person:{one}" for one in fact.elector_ids),
            f"committee:{fact.committee}",
        ),
        since=told.at,
        due_at=fact.closes_at,
        facts={
            "dossier_id": str(fact.dossier_id),
            "dossier_number": fact.dossier_number,
            "committee": fact.committee,
            "mode": fact.mode,
        },
    )


def _dossier(fact: DossierFact, told: Told[Event]) -> Waiting:
    if fact.state != "open":
        return Waiting(id=fact.dossier_id, since=told.at)
    return Waiting(
        id=fact.dossier_id,
        kind=Kind.OPEN_VOTE,
        audience=(f"committee:{fact.committee}",),
        since=told.at,
        facts={
            "dossier_id": str(fact.dossier_id),
            "dossier_number": fact.number,
            "committee": fact.committee,
        },
    )


def _registry(fact: CensusFact | AccountFact, told: Told[Event]) -> Waiting | None:
    match fact:
        case CensusFact():
            return _census(fact, told)
        case AccountDormancyWarned() | AccountDormancyLifted() | AccountClosed():
            return _sleeper(fact, told)
        case _:
            return None


def _census(fact: CensusFact, told: Told[Event]) -> Waiting:
    brings = fact.structures_created + fact.advisors_created + fact.updated
    if not isinstance(fact, CensusAnalysed) or not brings:
        return Waiting(id=fact.batch_id, since=told.at)
    holder = f"role:{Role.NATIONAL_ADMIN}"
    if fact.centre_id is not None:
        holder = f"centre:{fact.centre_id}"
    return Waiting(
        id=fact.batch_id,
        kind=Kind.APPLY_CENSUS,
        audience=(holder,),
        since=told.at,
        facts={"lines": fact.lines, "lines_in_error": fact.lines_in_error},
    )


def _sleeper(
    fact: AccountDormancyWarned | AccountDormancyLifted | AccountClosed,
    told: Told[Event],
) -> Waiting:
    """Let an account that is warned wait for its closing, under the nation's eyes."""
    if not isinstance(fact, AccountDormancyWarned):
        return Waiting(id=fact.account_id, since=told.at)
    return Waiting(
        id=fact.account_id,
        kind=Kind.SLEEPERS,
        audience=(f"role:{Role.NATIONAL_ADMIN}",),
        since=told.at,
        due_at=datetime.combine(fact.closes_on, time.max, tzinfo=UTC),
    )


def _teaching(fact: WebinarFact | RegistrationFact, told: Told[Event]) -> Waiting:
    if isinstance(fact, RegistrationFact):
        return _seat(fact, told)
    return _webinar(fact, told)


def _webinar(fact: WebinarFact, told: Told[Event]) -> Waiting:
    kinds = {"validated": Kind.SCHEDULE, "scheduled": Kind.PUBLISH}
    kind = kinds.get(fact.state)
    if kind is None:
        return Waiting(id=fact.webinar_id, since=told.at)
    starts_at = None if fact.starts_at is None else fact.starts_at.isoformat()
    return Waiting(
        id=fact.webinar_id,
        kind=kind,
        audience=(f"organisation:{fact.organisation_id}",),
        since=told.at,
        facts={
            "dossier_id": str(fact.dossier_id),
            "decision_number": fact.decision_number,
            "starts_at": starts_at,
        },
    )


def _seat(fact: RegistrationFact, told: Told[Event]) -> Waiting:
    """Let a seat wait for its person until the webinar ends."""
    if fact.state != "registered":
        return Waiting(id=fact.registration_id, since=told.at)
    return Waiting(
        id=fact.registration_id,
        kind=Kind.ATTEND,
        audience=(f"person:{fact.person_id}",),
        since=told.at,
        due_at=fact.ends_at,
        facts={
            "webinar_id": str(fact.webinar_id),
            "webinar_title": fact.title.model_dump(),
            "starts_at": fact.starts_at,
        },
    )


def _letters(fact: DeadLetterFact | DeadLetterWatchFact, told: Told[Event]) -> Waiting:
    if isinstance(fact, DeadLetterWatchFact):
        return _overdue(fact, told)
    return _dead_letter(fact, told)


def _dead_letter(fact: DeadLetterFact, told: Told[Event]) -> Waiting:
    if not isinstance(fact, DeadLetterParked):
        return Waiting(id=fact.dead_letter_id, since=told.at)
    return Waiting(
        id=fact.dead_letter_id,
        kind=Kind.DEAD_LETTERS,
        audience=(f"role:{Role.OPERATOR}",),
        since=told.at,
        facts={"group": fact.group, "reason": fact.reason},
    )


def _overdue(fact: DeadLetterWatchFact, told: Told[Event]) -> Waiting:
    if not isinstance(fact, DeadLettersOverdue):
        return Waiting(id=fact.watch_id, since=told.at)
    return Waiting(
        id=fact.watch_id,
        kind=Kind.OVERDUE_LETTERS,
        audience=(f"role:{Role.OPERATOR}",),
        since=fact.oldest_at or told.at,
        due_at=told.at,
        facts={"waiting_count": fact.waiting_count},
    )
