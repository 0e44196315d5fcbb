"""What the webinars tell: proposals, dates, publication, seats."""

from typing import Any, ClassVar, Literal
from uuid import UUID

from pydantic import AwareDatetime

from schemas.base import Event, Localised, Says
from schemas.people import ErasureFact

TYPE = "fr.transition-numerique.webinars"

WebinarState = Literal[
    "proposed", "validated", "rejected", "scheduled", "open", "cancelled"
]


class WebinarFact(Event):
    """The whole public state; the title is told once the webinar is public."""

    topic: ClassVar[str] = "tn.webinars.webinar"
    example: ClassVar[dict[str, Any]] = {
        "webinar_id": "01936a2b-11d0-7c55-8a3f-2f6a9d0e7d10",
        "organisation_id": "01936a2b-11d0-7c55-8a3f-2f6a9d0e7b30",
        "dossier_id": "01936a2b-11d0-7c55-8a3f-2f6a9d0e7c20",
        "state": "open",
        "themes": ["facture-electronique"],
        "level": "beginner",
        "audience": "everyone",
        "regions": ["76"],
        "title": {"fr": "Facture électronique : par où commencer"},
        "starts_at": "2026-12-01T13:00:00Z",
        "ends_at": "2026-12-01T14:00:00Z",
        "seats_max": 50,
        "decision_id": "01935f90-40aa-7b1e-b6c7-90d2e8f3a512",
        "decision_number": "CP-2026-014",
    }

    webinar_id: UUID
    organisation_id: UUID
    dossier_id: UUID
    state: WebinarState
    themes: tuple[str, ...]
    level: Literal["beginner", "intermediate", "advanced"]
    audience: Literal["everyone", "advisors"]
    regions: tuple[str, ...]
    title: Localised | None = None
    starts_at: AwareDatetime | None = None
    ends_at: AwareDatetime | None = None
    seats_max: int | None = None
    decision_id: UUID | None = None
    decision_number: str | None = None

    @property
    def key(self) -> str:
        return str(self.webinar_id)


class WebinarProposed(WebinarFact):
    type: ClassVar[str] = f"{TYPE}.webinar.proposed.v1"
    says: ClassVar[Says] = Says(
        "Webinaire proposé",
        "Webinar proposed",
        "Un partenaire propose un webinaire, un dossier s’ouvre devant les comités.",
        "A partner proposes a webinar, a dossier opens before the committees.",
    )


class WebinarValidated(WebinarFact):
    type: ClassVar[str] = f"{TYPE}.webinar.validated.v1"
    says: ClassVar[Says] = Says(
        "Webinaire validé",
        "Webinar validated",
        "Le comité pédagogique a adopté : le webinaire peut être programmé.",
        "The pedagogical committee has adopted: the webinar may be scheduled.",
    )


class WebinarRejected(WebinarFact):
    type: ClassVar[str] = f"{TYPE}.webinar.rejected.v1"
    says: ClassVar[Says] = Says(
        "Webinaire refusé",
        "Webinar rejected",
        "Un comité a rejeté la proposition.",
        "A committee has rejected the proposal.",
    )


class WebinarScheduled(WebinarFact):
    type: ClassVar[str] = f"{TYPE}.webinar.scheduled.v1"
    says: ClassVar[Says] = Says(
        "Webinaire programmé",
        "Webinar scheduled",
        "Une date est fixée ou changée, sans conflit de salle ni d’intervenant.",
        "A date is set or changed, without conflict of room or speaker.",
    )


class WebinarPublished(WebinarFact):
    type: ClassVar[str] = f"{TYPE}.webinar.published.v1"
    says: ClassVar[Says] = Says(
        "Webinaire publié",
        "Webinar published",
        "Un webinaire décidé et programmé est rendu public. Les inscriptions ouvrent.",
        "A decided and scheduled webinar is made public. Registration opens.",
    )


class WebinarCancelled(WebinarFact):
    type: ClassVar[str] = f"{TYPE}.webinar.cancelled.v1"
    says: ClassVar[Says] = Says(
        "Webinaire annulé",
        "Webinar cancelled",
        "Le webinaire n’aura pas lieu. Les inscrits sont prévenus.",
        "The webinar will not take place. Those registered are told.",
    )


class RegistrationFact(Event):
    topic: ClassVar[str] = "tn.webinars.registration"
    example: ClassVar[dict[str, Any]] = {
        "registration_id": "01936a2b-11d0-7c55-8a3f-2f6a9d0e7d20",
        "webinar_id": "01936a2b-11d0-7c55-8a3f-2f6a9d0e7d10",
        "person_id": "01936a2b-11d0-7c55-8a3f-2f6a9d0e7b21",
        "state": "registered",
        "calendar_sequence": 0,
        "starts_at": "2026-12-01T13:00:00Z",
        "ends_at": "2026-12-01T14:00:00Z",
        "title": {"fr": "Facture électronique : par où commencer"},
    }

    registration_id: UUID
    webinar_id: UUID
    person_id: UUID
    state: Literal["registered", "cancelled"]
    calendar_sequence: int
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    title: Localised

    @property
    def key(self) -> str:
        return str(self.registration_id)


class SeatTaken(RegistrationFact):
    type: ClassVar[str] = f"{TYPE}.registration.seat_taken.v1"
    says: ClassVar[Says] = Says(
        "Place prise",
        "Seat taken",
        "Une personne s’est inscrite à un webinaire et tient une place.",
        "A person has registered for a webinar and holds a seat.",
    )


class SeatFreed(RegistrationFact):
    type: ClassVar[str] = f"{TYPE}.registration.seat_freed.v1"
    says: ClassVar[Says] = Says(
        "Place rendue",
        "Seat freed",
        "Une personne s’est désinscrite : sa place est libre.",
        "A person has cancelled: the seat is free.",
    )


class SeatMoved(RegistrationFact):
    type: ClassVar[str] = f"{TYPE}.registration.seat_moved.v1"
    says: ClassVar[Says] = Says(
        "Place déplacée",
        "Seat moved",
        "La date du webinaire a changé : la place est tenue à la nouvelle date.",
        "The date of the webinar has changed: the seat is held at the new date.",
    )


class WebinarsErasure(ErasureFact):
    topic: ClassVar[str] = "tn.webinars.erasure"
    type: ClassVar[str] = f"{TYPE}.webinars_erasure.confirmed.v1"


EVENTS: tuple[type[Event], ...] = (
    WebinarProposed,
    WebinarValidated,
    WebinarRejected,
    WebinarScheduled,
    WebinarPublished,
    WebinarCancelled,
    SeatTaken,
    SeatFreed,
    SeatMoved,
    WebinarsErasure,
)
