"""The agenda's pages: for everyone, and for those who follow their own webinars."""

from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Depends, Query, Request
from starlette.responses import Response

from kit.calendars import MEDIA_TYPE
from kit.http import CallerNow, PagesNow, Router, TextsNow, provided, signed_in
from kit.identity.callers import Caller
from kit.pages import language_for
from kit.scope import covers
from kit.texts import Texts
from schemas.access import Action
from schemas.reference import REGIONS, THEMES
from services.webinars.schedule.models import ROOMS

from . import parsing, rules
from .models import AgendaFilter, HeldFilter
from .service import AgendaService

router = Router(include_in_schema=False)

Agenda = Annotated[AgendaService, Depends(provided(AgendaService))]
Wanted = Annotated[AgendaFilter, Query()]
WantedHeld = Annotated[HeldFilter, Query()]
Person = Annotated[Caller, Depends(signed_in)]

AT_HOME, ON_A_PAGE = 6, 20


@router.get("/")
async def show_home(
    request: Request, agenda: Agenda, pages: PagesNow, texts: TextsNow
) -> Response:
    return pages.render(
        request,
        "webinars/agenda/home.html",
        listing=await agenda.upcoming(AgendaFilter(), limit=AT_HOME),
        count=await agenda.count(),
        choices=_choices(texts),
        labels=_labels(texts),
    )


@router.get("/agenda")
async def show_agenda(
    request: Request, agenda: Agenda, pages: PagesNow, texts: TextsNow, wanted: Wanted
) -> Response:
    listing = await agenda.upcoming(wanted, limit=ON_A_PAGE)
    return pages.render(
        request,
        "webinars/agenda/agenda.html",
        listing=listing,
        wanted=wanted,
        region=wanted.region or parsing.region_of(wanted.place),
        query=_query(wanted),
        choices=_choices(texts),
        labels=_labels(texts),
    )


@router.get("/agenda.ics")
async def read_agenda(request: Request, agenda: Agenda, wanted: Wanted) -> Response:
    written = await agenda.calendar(wanted, language=language_for(request))
    return _calendar(written)


@router.get("/webinaires")
async def show_webinars(
    request: Request,
    agenda: Agenda,
    pages: PagesNow,
    texts: TextsNow,
    caller: Person,
    wanted: WantedHeld,
) -> Response:
    scope = rules.sight(caller)
    held = await agenda.held(wanted, scope=scope, limit=ON_A_PAGE)
    return pages.render(
        request,
        "webinars/agenda/list.html",
        held=held,
        upcoming=await agenda.upcoming(AgendaFilter(), limit=ON_A_PAGE),
        wanted=wanted,
        labels=_labels(texts),
        follows=scope != rules.NOBODY,
        may_propose=caller.may(Action.PROPOSE_WEBINARS),
        reads_all=caller.may(Action.READ_ALL_WEBINARS),
        counted=rules.counted(caller, held),
    )


@router.get("/webinaires/{webinar_id}")
async def show_webinar(
    request: Request,
    webinar_id: UUID,
    agenda: Agenda,
    pages: PagesNow,
    texts: TextsNow,
    caller: CallerNow,
) -> Response:
    shown = await agenda.show(webinar_id, scope=rules.sight(caller))
    organisation_id = shown.webinar.organisation_id
    return pages.render(
        request,
        "webinars/agenda/webinar.html",
        shown=shown,
        labels=_labels(texts),
        region_names=REGIONS,
        room_names={code: room.name for code, room in ROOMS.items()},
        may_schedule=covers(rules.reach(caller), organisation_id),
    )


@router.get("/webinaires/{webinar_id}/evenement.ics")
async def read_date(request: Request, webinar_id: UUID, agenda: Agenda) -> Response:
    return _calendar(await agenda.date(webinar_id, language=language_for(request)))


def _calendar(written: bytes) -> Response:
    return Response(
        written,
        media_type=f"{MEDIA_TYPE}; charset=utf-8",
        headers={"Cache-Control": "public, max-age=900", "Vary": "Accept-Language"},
    )


def _query(wanted: AgendaFilter) -> str:
    """Write the filter as an address goes on with it, without the cursor."""
    return urlencode(wanted.model_dump(exclude={"after"}, exclude_none=True))


def _labels(texts: Texts) -> dict[str, str]:
    return {code: label.within(texts.language) for code, label in THEMES.items()}


def _choices(texts: Texts) -> dict[str, list[tuple[str, str]]]:
    return {
        "themes": [
            (code, texts.typeset(label)) for code, label in _labels(texts).items()
        ],
        "regions": [(code, texts.typeset(name)) for code, name in REGIONS.items()],
    }
