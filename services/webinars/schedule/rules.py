"""When a webinar may take place: pure decisions, no database and no clock."""

import unicodedata
from datetime import datetime, timedelta

from kit.ids import id_of
from kit.scope import Scope, covers
from schemas.documents.governance import Dossier
from services.webinars.proposals.models import Webinar

from .errors import (
    AlreadyCancelled,
    AlreadyOver,
    AlreadyPublished,
    DatePassed,
    DecisionMissing,
    NotScheduled,
    ProposalRejected,
    RoomBusy,
    RoomTaken,
    RoomTooSmall,
    SlotTaken,
    SpeakerBusy,
    SpeakerTaken,
    StartInThePast,
    StartTooFar,
    WaitsForPartners,
    WaitsForPedagogical,
)
from .models import ROOMS, Booking, Resource, Slot

AHEAD_MONTHS = 18
AHEAD = timedelta(days=AHEAD_MONTHS * 30.5)


def schedule(
    webinar: Webinar, slot: Slot, *, dossier: Dossier | None, now: datetime
) -> Webinar:
    """Return it with its date, or raise what is in the way."""
    refuse_undatable(webinar, dossier=dossier, now=now)
    _refuse_slot(webinar, slot, now)
    minutes = slot.duration_minutes or webinar.duration_minutes
    return webinar.model_copy(
        update={
            "state": "open" if webinar.state == "open" else "scheduled",
            "starts_at": slot.starts_at,
            "ends_at": slot.starts_at + timedelta(minutes=minutes),
            "duration_minutes": minutes,
            "room": slot.room,
            "speakers": slot.speakers or webinar.speakers,
        }
    )


def refuse_undatable(
    webinar: Webinar, *, dossier: Dossier | None, now: datetime
) -> None:
    """Raise what keeps it from having a date, whichever the date."""
    _refuse_undecided(webinar, dossier)
    _refuse_ended(webinar, now)


def publish(webinar: Webinar, *, dossier: Dossier | None, now: datetime) -> Webinar:
    _refuse_undecided(webinar, dossier)
    if webinar.state == "open":
        raise AlreadyPublished(webinar_id=webinar.id)
    if webinar.state == "cancelled":
        raise AlreadyCancelled(webinar_id=webinar.id)
    if webinar.starts_at is None:
        raise NotScheduled(webinar_id=webinar.id)
    if webinar.starts_at <= now:
        raise DatePassed(webinar_id=webinar.id, starts_at=webinar.starts_at)
    return webinar.model_copy(update={"state": "open", "published_at": now})


def cancel(webinar: Webinar, *, dossier: Dossier | None, now: datetime) -> Webinar:
    refuse_undatable(webinar, dossier=dossier, now=now)
    return webinar.model_copy(update={"state": "cancelled", "cancelled_at": now})


def resources(webinar: Webinar) -> list[Resource]:
    """List what the webinar occupies; two people of one name count as one."""
    room = Resource(id_of("room", webinar.room), "room")
    speakers = [
        Resource(id_of("speaker", _plain(name)), "speaker") for name in webinar.speakers
    ]
    return list(dict.fromkeys([room, *speakers]))


def taken_by(booking: Booking, other: Webinar, *, scope: Scope) -> SlotTaken:
    """Name the webinar that has the room, or one of the speakers, already.

    Another organisation's is not named before it is public.
    """
    is_room = booking.kind == "room"
    if not other.is_public and not covers(scope, other.organisation_id):
        busy = RoomBusy if is_room else SpeakerBusy
        return busy(booking.starts_at, booking.ends_at)
    kind = RoomTaken if is_room else SpeakerTaken
    return kind(booking.starts_at, booking.ends_at, title=other.title.fr)


def waits_for(webinar: Webinar, dossier: Dossier | None) -> DecisionMissing:
    """Say which decision is missing, and where the dossier stands."""
    current = None if dossier is None else dossier.current_step
    number = webinar.dossier_number
    match None if current is None else current.committee:
        case "private_partners":
            return WaitsForPartners(webinar.id, number)
        case "pedagogical":
            return WaitsForPedagogical(webinar.id, number)
        case _:
            return DecisionMissing(webinar.id, number)


def _refuse_undecided(webinar: Webinar, dossier: Dossier | None) -> None:
    if webinar.state == "proposed":
        raise waits_for(webinar, dossier)
    if webinar.state == "rejected" or webinar.verdict is None:
        number = "" if webinar.verdict is None else webinar.verdict.number
        raise ProposalRejected(webinar_id=webinar.id, decision_number=number)


def _refuse_ended(webinar: Webinar, now: datetime) -> None:
    if webinar.state == "cancelled":
        raise AlreadyCancelled(webinar_id=webinar.id)
    if webinar.is_public and webinar.starts_at is not None and webinar.starts_at <= now:
        raise AlreadyOver(webinar_id=webinar.id)


def _refuse_slot(webinar: Webinar, slot: Slot, now: datetime) -> None:
    room = ROOMS[slot.room]
    if slot.starts_at <= now:
        raise StartInThePast(starts_at=slot.starts_at)
    if slot.starts_at > now + AHEAD:
        raise StartTooFar(months=AHEAD_MONTHS, starts_at=slot.starts_at)
    if room.seats_max < webinar.seats_max:
        raise RoomTooSmall(room_seats=room.seats_max, seats=webinar.seats_max)


def _plain(name: str) -> str:
    """Write a name so that accents, hyphens and capitals make no second person."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(
        sign if sign.isalnum() else " "
        for sign in decomposed
        if not unicodedata.combining(sign)
    )
    return " ".join(letters.split())
