"""Builders for the tests of notifications: what a test does not care about."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from kit.identity.cards import Card
from kit.ids import new_id
from kit.messaging.envelope import Told
from schemas.base import Event, Localised
from schemas.events.governance import DossierOpened, VoteOpened
from schemas.events.registry import AdvisorActivated, AdvisorFact
from schemas.events.webinars import SeatTaken, WebinarFact, WebinarPublished
from services.notifications.templates import models as about

NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)
LATER = datetime(2099, 12, 1, 13, tzinfo=UTC)
HOUR = timedelta(hours=1)
TITLE = Localised(fr="Facture électronique", en="E-invoicing")


def told(
    fact: Event, *, sequence: int = 1, at: datetime = NOON, **more: Any
) -> Told[Any]:
    return Told(
        fact=fact,
        id=more.pop("id", None) or new_id(),
        sequence=sequence,
        at=at,
        source="test",
        correlation_id=str(new_id()),
        **more,
    )


def advisor(kind: type[AdvisorFact] = AdvisorActivated, **more: Any) -> AdvisorFact:
    return kind.model_validate(
        {
            "advisor_id": new_id(),
            "person_id": new_id(),
            "centre_id": new_id(),
            "structure_ids": (),
            "profile": "dedicated",
            "themes": ("facture-electronique",),
            "departments": ("34",),
            "regions": ("76",),
            "status": "active",
        }
        | more
    )


def webinar(kind: type[WebinarFact] = WebinarPublished, **more: Any) -> WebinarFact:
    return kind.model_validate(
        {
            "webinar_id": new_id(),
            "organisation_id": new_id(),
            "dossier_id": new_id(),
            "state": "open",
            "themes": ("facture-electronique",),
            "level": "beginner",
            "audience": "everyone",
            "regions": (),
            "title": TITLE,
            "starts_at": LATER,
            "ends_at": LATER + HOUR,
            "seats_max": 50,
            "decision_number": "CP-2026-014",
        }
        | more
    )


def seat(kind: type[Any] = SeatTaken, **more: Any) -> Any:
    return kind.model_validate(
        {
            "registration_id": new_id(),
            "webinar_id": new_id(),
            "person_id": new_id(),
            "state": "registered",
            "calendar_sequence": 0,
            "starts_at": LATER,
            "ends_at": LATER + HOUR,
            "title": TITLE,
        }
        | more
    )


def vote(*electors: UUID, **more: Any) -> VoteOpened:
    return VoteOpened.model_validate(
        {
            "vote_id": new_id(),
            "dossier_id": new_id(),
            "committee": "pedagogical",
            "mode": "named",
            "closes_at": LATER,
            "entitled_count": len(electors),
            "set_aside_count": 0,
            "elector_ids": electors,
            "dossier_number": "2026-0147",
        }
        | more
    )


def dossier(**more: Any) -> DossierOpened:
    return DossierOpened.model_validate(
        {
            "dossier_id": new_id(),
            "number": "2026-0147",
            "kind": "webinar",
            "object_id": new_id(),
            "organisation_id": new_id(),
            "committee": "pedagogical",
            "state": "open",
        }
        | more
    )


def card(person_id: UUID, **more: Any) -> Card:
    return Card.model_validate(
        {
            "id": person_id,
            "first_name": "Nadia",
            "last_name": "Belkacem",
            "email": f"nadia.{person_id.hex[-12:]}@exemple.fr",
        }
        | more
    )


def matters() -> list[about.Matter]:
    """Return one of each, in the order of the models."""
    seats = {
        "webinar_id": new_id(),
        "registration_id": new_id(),
        "title": TITLE,
        "starts_at": LATER,
        "ends_at": LATER + HOUR,
        "calendar_sequence": 2,
    }
    return [
        about.AdvisorInvited(advisor_id=new_id(), invitation=2),
        about.AccountInvited(account_id=new_id(), credential_number=0),
        about.PasswordLink(account_id=new_id(), credential_number=2),
        about.AccountDormant(account_id=new_id(), closes_on=LATER.date()),
        about.FactorTakenAway(account_id=new_id()),
        about.IdentityLinked(account_id=new_id(), provider="ProConnect"),
        about.IdentityUnlinked(account_id=new_id(), provider="ProConnect"),
        about.ErasurePlanned(person_id=new_id(), due_at=LATER, is_own_wish=False),
        about.EmailLink(account_id=new_id(), credential_number=2, email_number=1),
        about.EmailNotice(account_id=new_id()),
        about.WebinarPublished(
            webinar_id=new_id(),
            title=TITLE,
            starts_at=LATER,
            ends_at=LATER + HOUR,
            themes=("facture-electronique", "un-theme-inconnu"),
            is_for_advisors=True,
        ),
        about.SeatTaken.model_validate(seats),
        about.SeatFreed.model_validate(seats),
        about.WebinarMoved.model_validate(seats),
        about.WebinarCancelled.model_validate(seats),
        about.VoteOpened(
            vote_id=new_id(),
            dossier_number="2026-0147",
            committee="pedagogical",
            is_secret=True,
            closes_at=LATER,
        ),
    ]
