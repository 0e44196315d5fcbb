"""What a fact makes somebody wait for, who that is, and how urgent it is."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from kit.identity.callers import Grant
from schemas.access import Role

from .models import Group, Kind, Lesson, Task, Taught, Urgency, Waiting

PARIS: Final = ZoneInfo("Europe/Paris")
WEEK: Final = timedelta(days=7)

# How long each may wait, when the thing itself names no date, before it is late.
PATIENCE: Mapping[Kind, timedelta] = MappingProxyType(
    {
        Kind.VOTE: timedelta(days=4),
        Kind.OPEN_VOTE: timedelta(days=7),
        Kind.APPLY_CENSUS: timedelta(days=2),
        Kind.INVITE: timedelta(days=14),
        Kind.CHASE: timedelta(days=14),
        Kind.SIGN_CHARTER: timedelta(days=14),
        Kind.SCHEDULE: timedelta(days=14),
        Kind.PUBLISH: timedelta(days=7),
        Kind.ATTEND: timedelta(0),
        Kind.DEAD_LETTERS: timedelta(days=1),
        Kind.OVERDUE_LETTERS: timedelta(0),
        Kind.SLEEPERS: timedelta(days=30),
    }
)
HOME: Final = "/aujourdhui"
# One line for all of these, however many wait.
COUNTED: Final = frozenset({Kind.DEAD_LETTERS, Kind.OVERDUE_LETTERS, Kind.SLEEPERS})
PATHS: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.VOTE: "/votes/{id}",
        Kind.OPEN_VOTE: "/dossiers/{id}",
        Kind.APPLY_CENSUS: "/recensement/{id}",
        Kind.SCHEDULE: "/webinaires/{id}/programmation",
        Kind.PUBLISH: "/webinaires/{id}",
        Kind.ATTEND: "/webinaires/{webinar_id}/inscription",
        Kind.DEAD_LETTERS: "/lettres-mortes",
        Kind.OVERDUE_LETTERS: "/lettres-mortes",
        Kind.SLEEPERS: "/comptes-dormants",
    }
)
# What is taught where nothing waits; whoever holds one structure imports nothing.
LESSONS: Mapping[Role, Lesson] = MappingProxyType(
    {
        Role.NATIONAL_ADMIN: Lesson.IMPORT,
        Role.REGIONAL_REFERENT: Lesson.FOLLOW,
        Role.CENTRE_MANAGER: Lesson.IMPORT,
        Role.ADVISOR: Lesson.ADVISE,
        Role.PARTNER: Lesson.PROPOSE,
        Role.MEMBER: Lesson.VOTE,
        Role.OPERATOR: Lesson.OPERATE,
    }
)
ORDER: Final[tuple[Urgency, ...]] = ("late", "today", "week", "later")


def audience_keys(
    *,
    person_id: object,
    grants: Iterable[Grant],
    committees: Iterable[str],
) -> list[str]:
    """Return the names under which things may wait for this person."""
    keys = {f"person:{person_id}"}
    for grant in grants:
        keys.add(f"role:{grant.role}")
        if grant.holder_id is not None and grant.role == Role.CENTRE_MANAGER:
            keys.add(f"centre:{grant.holder_id}")
        if grant.holder_id is not None and grant.role == Role.PARTNER:
            keys.add(f"organisation:{grant.holder_id}")
    keys |= {f"committee:{code}" for code in committees}
    return sorted(keys)


def path(waiting: Waiting) -> str:
    if waiting.kind is None:
        return HOME
    return PATHS.get(waiting.kind, HOME).format(
        id=waiting.id, webinar_id=waiting.facts.get("webinar_id")
    )


def task(waiting: Waiting) -> Task | None:
    if waiting.kind is None:
        return None
    return Task(
        kind=waiting.kind,
        subject_id=waiting.id,
        href=path(waiting),
        since=waiting.since,
        due_at=waiting.due_at or waiting.since + PATIENCE[waiting.kind],
        facts=waiting.facts,
    )


def counted(kind: Kind, *, href: str, since: datetime, count: int) -> Task:
    """Return one line for many things of the same kind; the oldest decides."""
    return Task(
        kind=kind,
        subject_id=None,
        href=href,
        since=since,
        due_at=since + PATIENCE[kind],
        count=count,
    )


def of_person(
    waiting: Sequence[Waiting],
    *,
    person_id: object,
    voted: frozenset[object],
    now: datetime,
) -> list[Task]:
    """Return what still waits: no vote cast or over, no seat that is far or past."""
    votes = [one for one in waiting if one.kind is Kind.VOTE]
    voting = {one.facts["dossier_id"] for one in votes if not _is_over(one, now)}
    mine = [
        one
        for one in votes
        if f"person:{person_id}" in one.audience
        and one.id not in voted
        and not _is_over(one, now)
    ]
    others = [
        one
        for one in waiting
        if one.kind not in {Kind.VOTE, *COUNTED}
        and not (one.kind is Kind.OPEN_VOTE and str(one.id) in voting)
        and not (one.kind is Kind.ATTEND and not _is_near(one, now))
    ]
    return [found for one in (*mine, *others) if (found := task(one)) is not None]


def letters(waiting: Sequence[Waiting], *, count: int, since: datetime) -> Task:
    """Return one line for all records set aside; late once their age was told."""
    overdue = [one for one in waiting if one.kind is Kind.OVERDUE_LETTERS]
    kind = Kind.OVERDUE_LETTERS if overdue else Kind.DEAD_LETTERS
    line = counted(kind, href=PATHS[kind], since=since, count=count)
    told = [one.due_at for one in overdue if one.due_at is not None]
    return line.model_copy(update={"due_at": min((*told, line.due_at))})


def sleepers(*, count: int, since: datetime, due_at: datetime) -> Task:
    """Return one line for all accounts that are warned; the first to close decides."""
    kind = Kind.SLEEPERS
    line = counted(kind, href=PATHS[kind], since=since, count=count)
    return line.model_copy(update={"due_at": due_at})


def urgency(task: Task, *, now: datetime) -> Urgency:
    if task.due_at < now:
        return "late"
    if _day(task.due_at) == _day(now):
        return "today"
    return "week" if task.due_at < now + WEEK else "later"


def grouped(tasks: Iterable[Task], *, now: datetime) -> list[Group]:
    """Put the late first, then by day."""
    by_urgency: dict[Urgency, list[Task]] = {one: [] for one in ORDER}
    for one in sorted(tasks, key=lambda task: (task.due_at, task.kind)):
        by_urgency[urgency(one, now=now)].append(one)
    return [
        Group(urgency=name, tasks=tuple(found))
        for name, found in by_urgency.items()
        if found
    ]


def taught(grants: Iterable[Grant]) -> list[Taught]:
    """Return a lesson for each role held; what two roles share is taught once."""
    roles: dict[Lesson, set[Role]] = {}
    for grant in grants:
        role = Role(grant.role)
        if role in LESSONS:
            lesson = Lesson.FOLLOW if grant.structure_id else LESSONS[role]
            roles.setdefault(lesson, set()).add(role)
    return [
        Taught(lesson=one, roles=tuple(role for role in Role if role in roles[one]))
        for one in Lesson
        if one in roles
    ]


def _is_over(waiting: Waiting, now: datetime) -> bool:
    return waiting.due_at is not None and waiting.due_at <= now


def _is_near(waiting: Waiting, now: datetime) -> bool:
    """Tell whether it ends within the week: a seat of next month asks for nothing."""
    return waiting.due_at is not None and now < waiting.due_at < now + WEEK


def _day(at: datetime) -> date:
    return at.astimezone(PARIS).date()
