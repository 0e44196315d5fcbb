"""How a change to a registration is told to the other services."""

from typing import TypeVar

from schemas.events.webinars import RegistrationFact, SeatFreed, SeatMoved, SeatTaken

from .models import Registration

F = TypeVar("F", bound=RegistrationFact)


def seat_taken(registration: Registration) -> SeatTaken:
    return _told(SeatTaken, registration)


def seat_freed(registration: Registration) -> SeatFreed:
    return _told(SeatFreed, registration)


def followed(registration: Registration) -> RegistrationFact:
    """Tell what the webinar's own change made of the seat."""
    return _told(SeatMoved if registration.is_held else SeatFreed, registration)


def _told(kind: type[F], registration: Registration) -> F:
    return kind(
        registration_id=registration.id,
        webinar_id=registration.webinar_id,
        person_id=registration.person_id,
        state=registration.state,
        calendar_sequence=registration.calendar_sequence,
        starts_at=registration.starts_at,
        ends_at=registration.ends_at,
        title=registration.title,
    )
