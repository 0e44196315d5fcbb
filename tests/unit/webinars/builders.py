"""Webinars for tests that care about one thing of them."""

from datetime import UTC, datetime
from typing import Any

from kit.ids import id_of
from schemas.base import Localised
from services.webinars.proposals.models import Verdict, Webinar

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
START = datetime(2026, 12, 1, 13, tzinfo=UTC)


def a_webinar(**changes: Any) -> Webinar:
    usual: dict[str, Any] = {
        "organisation_id": id_of("organisation"),
        "proposed_by": id_of("person"),
        "proposed_at": NOW,
        "dossier_id": id_of("dossier"),
        "dossier_number": "2026-0147",
        "title": Localised(fr="Facture électronique"),
        "abstract": Localised(fr="Ce qui change."),
        "objectives": "Savoir.",
        "audience": "everyone",
        "level": "beginner",
        "themes": ("facture-electronique",),
        "speakers": ("Camille Roussel",),
        "duration_minutes": 60,
        "seats_max": 50,
        "commercial_interest": "Aucun.",
    }
    return Webinar(**(usual | changes))


def a_decided_one(**changes: Any) -> Webinar:
    verdict = Verdict(id=id_of("decision"), number="CP-2026-014")
    return a_webinar(**({"state": "validated", "verdict": verdict} | changes))


def an_open_one(**changes: Any) -> Webinar:
    usual: dict[str, Any] = {
        "state": "open",
        "published_at": NOW,
        "starts_at": START,
        "ends_at": datetime(2026, 12, 1, 14, tzinfo=UTC),
        "room": "gutenberg",
    }
    return a_decided_one(**(usual | changes))
