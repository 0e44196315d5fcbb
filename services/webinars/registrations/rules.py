"""Who may take a seat, and what becomes of it: pure decisions."""

from datetime import datetime
from uuid import UUID

from kit.ids import id_of
from services.webinars.proposals.models import Webinar

from .errors import AdvisorsOnly, RegistrationClosed
from .models import Registration


def registration_id(webinar_id: UUID, person_id: UUID) -> UUID:
    """Name the one registration of this person for this webinar."""
    return id_of("registration", webinar_id, person_id)


def refuse(webinar: Webinar, *, is_active_advisor: bool, now: datetime) -> None:
    """Raise why this person may not register, seats aside."""
    if not webinar.is_joinable(now):
        raise RegistrationClosed(webinar_id=webinar.id, state=webinar.state)
    if webinar.audience == "advisors" and not is_active_advisor:
        raise AdvisorsOnly(webinar_id=webinar.id)


def register(
    webinar: Webinar, person_id: UUID, before: Registration | None, *, at: datetime
) -> Registration:
    """Return the seat as held; one taken again goes on counting for calendars."""
    assert webinar.starts_at is not None
    assert webinar.ends_at is not None
    if before is None:
        return Registration(
            id=registration_id(webinar.id, person_id),
            webinar_id=webinar.id,
            person_id=person_id,
            registered_at=at,
            starts_at=webinar.starts_at,
            ends_at=webinar.ends_at,
            title=webinar.title,
        )
    return before.model_copy(
        update={
            "state": "registered",
            "registered_at": at,
            "cancelled_at": None,
            "calendar_sequence": before.calendar_sequence + 1,
            "starts_at": webinar.starts_at,
            "ends_at": webinar.ends_at,
        }
    )


def cancel(registration: Registration, *, at: datetime) -> Registration:
    return registration.model_copy(
        update={
            "state": "cancelled",
            "cancelled_at": at,
            "calendar_sequence": registration.calendar_sequence + 1,
        }
    )


def follow(
    registration: Registration, webinar: Webinar, *, at: datetime
) -> Registration | None:
    """Return the seat as the webinar now is; None when it is so already."""
    if webinar.state == "cancelled":
        return cancel(registration, at=at)
    times = {"starts_at": webinar.starts_at, "ends_at": webinar.ends_at}
    told = {"starts_at": registration.starts_at, "ends_at": registration.ends_at}
    if times == told:
        return None
    moved = {"calendar_sequence": registration.calendar_sequence + 1}
    return registration.model_copy(update=times | moved)
