"""From what the others tell to our own copies of it."""

from datetime import datetime

from kit.messaging.envelope import Told
from schemas.events.registry import AdvisorFact
from schemas.events.webinars import RegistrationFact, WebinarFact, WebinarPublished

from .models import Advisor, Registration, Webinar


def advisor(fact: AdvisorFact, *, at: datetime) -> Advisor:
    return Advisor(
        id=fact.advisor_id,
        told_at=at,
        person_id=fact.person_id,
        centre_id=fact.centre_id,
        profile=fact.profile,
        themes=fact.themes,
        departments=fact.departments,
        regions=fact.regions,
        structure_ids=fact.structure_ids,
        status=fact.status,
        charter_version=fact.charter_version,
    )


def registration(fact: RegistrationFact, *, at: datetime) -> Registration:
    return Registration(
        id=fact.registration_id,
        told_at=at,
        webinar_id=fact.webinar_id,
        person_id=fact.person_id,
        state=fact.state,
        calendar_sequence=fact.calendar_sequence,
    )


def webinar(told: Told[WebinarFact]) -> Webinar:
    fact = told.fact
    is_publication = isinstance(fact, WebinarPublished)
    return Webinar(
        id=fact.webinar_id,
        told_at=told.at,
        state=fact.state,
        audience=fact.audience,
        themes=fact.themes,
        regions=fact.regions,
        title=fact.title,
        starts_at=fact.starts_at,
        ends_at=fact.ends_at,
        published_as=told.id if is_publication else None,
        published_at=told.at if is_publication else None,
    )
