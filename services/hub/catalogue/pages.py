"""The pages of the catalogue, and the contracts as files."""

import json
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kit.http import CallerNow, PagesNow, Router, TextsNow, provided
from kit.texts import N_, Texts
from schemas.base import Event
from schemas.events import BY_SERVICE, EVENTS
from services.hub.journal.models import Activity
from services.hub.journal.rules.names import short_type
from services.hub.journal.rules.printing import printed

from .rules import examples
from .rules.fields import fields, type_in_words
from .rules.schemas import documents, key_field
from .rules.versions import versions
from .service import CatalogueService

router = Router(include_in_schema=False)

Catalogue = Annotated[CatalogueService, Depends(provided(CatalogueService))]
SERVICES = {
    "registry": N_("Registre : qui et où"),
    "governance": N_("Gouvernance : comités, votes, décisions"),
    "webinars": N_("Webinaires : ce qui s’enseigne"),
    "notifications": N_("Notifications : qui est prévenu"),
    "hub": N_("Carrefour : les machines"),
}


@router.get("/evenements")
async def show_catalogue(
    request: Request, pages: PagesNow, texts: TextsNow, catalogue: Catalogue
) -> Response:
    return pages.render(
        request,
        "hub/catalogue/catalogue.html",
        services=BY_SERVICE,
        names={name: texts.gettext(said) for name, said in SERVICES.items()},
        counts=await catalogue.counts(),
        types_count=len(EVENTS),
        documents=list(documents()),
        short_type=short_type,
        place=catalogue.place,
    )


@router.get("/evenements/{name}")
async def show_event_type(
    request: Request,
    pages: PagesNow,
    texts: TextsNow,
    name: str,
    catalogue: Catalogue,
    caller: CallerNow,
) -> Response:
    event = catalogue.get(name)
    activity = await catalogue.activity(event.type)
    recent = await catalogue.recent(event, caller=caller)
    return pages.render(
        request,
        "hub/catalogue/event.html",
        event=event,
        short=short_type(event.type),
        service=examples.service_of(event),
        key=key_field(event),
        fields=[(one, type_in_words(one.schema_, texts)) for one in fields(event)],
        readers=await catalogue.readers(event),
        rate=await catalogue.rate(event.type),
        versions=versions(event),
        recent=recent,
        recent_body=None if recent is None else printed(json.dumps(recent.data)),
        subscribers_count=await catalogue.count_subscribers(event.type),
        activity=activity,
        activity_label=_activity_label(activity, texts),
        example_headers=examples.headers(event),
        body=printed(json.dumps(event.example)),
        structured=printed(json.dumps(examples.structured(event))),
        siblings=_siblings(event),
        place=catalogue.place,
    )


@router.get("/schemas/{name}.json")
async def show_schema(name: str, catalogue: Catalogue) -> Response:
    return JSONResponse(
        catalogue.schema(name),
        media_type="application/schema+json",
        headers={"Cache-Control": "public, max-age=300"},
    )


@router.get("/asyncapi.yaml")
async def show_asyncapi(catalogue: Catalogue) -> Response:
    return Response(
        catalogue.asyncapi(),
        media_type="application/yaml",
        headers={"Cache-Control": "public, max-age=300"},
    )


def _siblings(event: type[Event]) -> list[type[Event]]:
    """Return what else is told on the same topic, in the order of a life."""
    return [one for one in EVENTS if one.topic == event.topic and one is not event]


def _activity_label(activity: Activity, texts: Texts) -> str:
    return texts.ngettext(
        "{n} publié en 24 heures, {most} au plus dans une heure",
        "{n} publiés en 24 heures, {most} au plus dans une heure",
        activity.count,
        most=texts.number(max(activity.hours)),
    )
