"""Who may take a seat, and what becomes of it."""

from datetime import date, timedelta
from uuid import UUID

from schemas.documents.governance import Committee, Member, MemberRole
from services.governance.committees.errors import (
    AlreadySeated,
    OfficeTaken,
    SeatNotFound,
    TermInverted,
)
from services.governance.committees.models import OFFICES, Appointment

TERM_YEARS = 3


def seat(committee: Committee, appointment: Appointment, *, today: date) -> Committee:
    """Return the committee with the person seated.

    Raises:
        TermInverted: the term ends before it starts.
        AlreadySeated: the person has a seat in that time.
        OfficeTaken: somebody is chair, or secretary, in that time.
    """
    starts_on = appointment.term_starts_on or today
    ends_on = appointment.term_ends_on or _years_later(starts_on)
    if ends_on < starts_on:
        raise TermInverted(starts_on=starts_on, ends_on=ends_on)
    new = Member(
        person_id=appointment.person_id,
        organisation_id=appointment.organisation_id,
        role=appointment.role,
        term_starts_on=starts_on,
        term_ends_on=ends_on,
    )
    for other in committee.members:
        if not _overlap(other, new):
            continue
        if other.person_id == new.person_id:
            raise AlreadySeated(until=_last_day(other))
        if new.role in OFFICES and other.role == new.role:
            raise OfficeTaken(until=_last_day(other))
    return committee.model_copy(update={"members": (*committee.members, new)})


def unseat(committee: Committee, person_id: UUID, *, today: date) -> Committee:
    """Return the committee that the person leaves: from today the seat is empty.

    Raises:
        SeatNotFound: the person holds no seat that goes on, or is yet to come.
    """
    leaving = next(
        (
            m
            for m in committee.members
            if m.person_id == person_id and _goes_on(m, today)
        ),
        None,
    )
    if leaving is None:
        raise SeatNotFound
    left = leaving.model_copy(update={"left_on": today})
    members = tuple(left if one is leaving else one for one in committee.members)
    return committee.model_copy(update={"members": members})


def sitting(committee: Committee, day: date) -> tuple[Member, ...]:
    return tuple(member for member in committee.members if member.sits_on(day))


def standing_in(committee: Committee, person_id: UUID, day: date) -> MemberRole | None:
    """Return as what this person sits there that day."""
    return next(
        (m.role for m in sitting(committee, day) if m.person_id == person_id), None
    )


def _goes_on(member: Member, today: date) -> bool:
    return member.left_on is None and member.term_ends_on >= today


def _overlap(one: Member, other: Member) -> bool:
    starts_on = max(one.term_starts_on, other.term_starts_on)
    return starts_on <= min(_last_day(one), _last_day(other))


def _last_day(member: Member) -> date:
    if member.left_on is None:
        return member.term_ends_on
    return min(member.term_ends_on, member.left_on - timedelta(days=1))


def _years_later(day: date) -> date:
    year = day.year + TERM_YEARS
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=year, day=28 if is_leap_day else day.day)
