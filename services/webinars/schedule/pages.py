"""The schedule's pages: the date, the publication, the cancellation."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from starlette.responses import RedirectResponse, Response

from kit.http import (
    PagesNow,
    Router,
    ScopeFor,
    TextsNow,
    VersionForm,
    posted,
    provided,
    read_form,
)
from kit.pages import Form as Filled
from kit.scope import Scope
from kit.texts import N_, NN_, Texts
from kit.texts.dates import PARIS
from schemas.access import Action
from services.webinars.proposals.models import Webinar

from .models import ROOMS, Room, ScheduleForm
from .service import ScheduleService

router = Router(include_in_schema=False)

Schedules = Annotated[ScheduleService, Depends(provided(ScheduleService))]
ScheduleScope = Annotated[Scope, Depends(ScopeFor(Action.SCHEDULE_WEBINARS))]
Read = Annotated[VersionForm, Depends(posted(VersionForm))]

TEMPLATE = "webinars/schedule/schedule.html"
LABELS = {
    "starts_at": N_("Date et heure"),
    "room": N_("Salle"),
    "duration_minutes": N_("Durée, en minutes"),
    "speakers": N_("Intervenants"),
}


@router.get("/webinaires/{webinar_id}/programmation")
async def show_schedule(
    request: Request,
    webinar_id: UUID,
    schedules: Schedules,
    scope: ScheduleScope,
    pages: PagesNow,
    texts: TextsNow,
) -> Response:
    webinar = await schedules.check(webinar_id, scope=scope)
    return pages.render(
        request,
        TEMPLATE,
        webinar=webinar,
        form=Filled(_values(webinar)),
        rooms=_rooms(texts),
    )


@router.post("/webinaires/{webinar_id}/programmation")
async def send_schedule(
    request: Request,
    webinar_id: UUID,
    schedules: Schedules,
    scope: ScheduleScope,
    pages: PagesNow,
    texts: TextsNow,
) -> Response:
    labels = {name: texts.gettext(label) for name, label in LABELS.items()}
    wanted, form = await read_form(request, ScheduleForm, texts, labels=labels)
    if wanted is None:
        webinar = await schedules.get(webinar_id, scope=scope)
        return pages.render(
            request,
            TEMPLATE,
            status=422,
            webinar=webinar,
            form=form,
            rooms=_rooms(texts),
        )
    await schedules.schedule(
        webinar_id, wanted.slot(), version=wanted.version, scope=scope
    )
    return _back(webinar_id)


@router.post("/webinaires/{webinar_id}/publication")
async def send_publication(
    webinar_id: UUID, schedules: Schedules, scope: ScheduleScope, read: Read
) -> Response:
    await schedules.publish(webinar_id, version=read.version, scope=scope)
    return _back(webinar_id)


@router.post("/webinaires/{webinar_id}/annulation")
async def send_cancellation(
    webinar_id: UUID, schedules: Schedules, scope: ScheduleScope, read: Read
) -> Response:
    await schedules.cancel(webinar_id, version=read.version, scope=scope)
    return _back(webinar_id)


def _back(webinar_id: UUID) -> Response:
    return RedirectResponse(f"/webinaires/{webinar_id}", 303)


def _values(webinar: Webinar) -> dict[str, object]:
    starts_at = webinar.starts_at or next(iter(webinar.wished_slots), None)
    local = None if starts_at is None else starts_at.astimezone(PARIS)
    return {
        "starts_at": "" if local is None else f"{local:%Y-%m-%dT%H:%M}",
        "room": webinar.room or "",
        "duration_minutes": webinar.duration_minutes,
        "speakers": "\n".join(webinar.speakers),
    }


def _rooms(texts: Texts) -> list[tuple[str, str]]:
    return [(code, _room(room, texts)) for code, room in ROOMS.items()]


def _room(room: Room, texts: Texts) -> str:
    one, many = NN_("{name}, {n} place", "{name}, {n} places")
    return texts.ngettext(one, many, room.seats_max, name=room.name)
