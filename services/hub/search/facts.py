"""What an event makes the search find."""

from functools import singledispatch

from kit.words import fold, words_of
from schemas.base import Event, Localised
from schemas.events.registry import AdvisorFact, StructureFact
from schemas.events.webinars import WebinarFact

from .models import Entry, Kind


@singledispatch
def entry(fact: Event) -> Entry | None:
    """Return what is indexed of it; none for what is found by no search."""
    del fact
    return None


@entry.register
def _structure(fact: StructureFact) -> Entry:
    return Entry(
        id=fact.structure_id,
        kind=Kind.STRUCTURE,
        label=Localised(fr=fact.name),
        words=words_of(fact.name, fact.siret or ""),
        order=fold(fact.name),
        holder_id=fact.centre_id,
        regions=(fact.region,),
        structure_ids=(fact.structure_id,),
        is_public=fact.is_reception_point,
        is_gone=fact.is_removed,
        facts={
            "kind": fact.kind,
            "postcode": fact.postcode,
            "department": fact.department,
        },
    )


@entry.register
def _advisor(fact: AdvisorFact) -> Entry:
    return Entry(
        id=fact.advisor_id,
        kind=Kind.ADVISOR,
        holder_id=fact.centre_id,
        regions=fact.regions,
        structure_ids=fact.structure_ids,
        person_id=fact.person_id,
        is_gone=fact.status == "removed",
        facts={"status": fact.status, "departments": list(fact.departments)},
    )


@entry.register
def _webinar(fact: WebinarFact) -> Entry:
    title = fact.title
    return Entry(
        id=fact.webinar_id,
        kind=Kind.WEBINAR,
        label=title,
        words=() if title is None else words_of(title.fr, title.en or ""),
        order="" if fact.starts_at is None else fact.starts_at.isoformat(),
        holder_id=fact.organisation_id,
        is_public=fact.state == "open" and title is not None,
        is_gone=title is None,
        facts={"state": fact.state, "starts_at": fact.starts_at},
    )
