"""How a change to a webinar is told to the other services."""

from typing import TypeVar

from schemas.events.webinars import (
    WebinarCancelled,
    WebinarFact,
    WebinarProposed,
    WebinarPublished,
    WebinarRejected,
    WebinarScheduled,
    WebinarValidated,
)
from services.webinars.proposals.models import Webinar

F = TypeVar("F", bound=WebinarFact)


def webinar_proposed(webinar: Webinar) -> WebinarProposed:
    return _told(WebinarProposed, webinar)


def webinar_validated(webinar: Webinar) -> WebinarValidated:
    return _told(WebinarValidated, webinar)


def webinar_rejected(webinar: Webinar) -> WebinarRejected:
    return _told(WebinarRejected, webinar)


def webinar_scheduled(webinar: Webinar) -> WebinarScheduled:
    return _told(WebinarScheduled, webinar)


def webinar_published(webinar: Webinar) -> WebinarPublished:
    return _told(WebinarPublished, webinar)


def webinar_cancelled(webinar: Webinar) -> WebinarCancelled:
    return _told(WebinarCancelled, webinar)


def _told(kind: type[F], webinar: Webinar) -> F:
    """Tell the whole public state; the title only once everyone may read it."""
    verdict = webinar.verdict
    return kind(
        webinar_id=webinar.id,
        organisation_id=webinar.organisation_id,
        dossier_id=webinar.dossier_id,
        state=webinar.state,
        themes=webinar.themes,
        level=webinar.level,
        audience=webinar.audience,
        regions=webinar.regions,
        title=webinar.title if webinar.is_public else None,
        starts_at=webinar.starts_at,
        ends_at=webinar.ends_at,
        seats_max=webinar.seats_max,
        decision_id=None if verdict is None else verdict.id,
        decision_number=None if verdict is None else verdict.number,
    )
