"""The registrations' pages: two clicks from an e-mail, one from the agenda."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Form, Query, Request
from starlette.responses import RedirectResponse, Response

from kit.calendars import MEDIA_TYPE
from kit.errors import NotSignedIn
from kit.http import CallerNow, PagesNow, Router, provided, signed_in
from kit.identity.callers import Caller
from kit.pages import language_for

from .service import CalendarService, RegistrationService

router = Router(include_in_schema=False)

Registrations = Annotated[RegistrationService, Depends(provided(RegistrationService))]
Calendars = Annotated[CalendarService, Depends(provided(CalendarService))]
Person = Annotated[Caller, Depends(signed_in)]
TokenAsked = Annotated[str | None, Query(alias="jeton", max_length=600)]
TokenSent = Annotated[str | None, Form(alias="jeton", max_length=600)]


@router.get("/webinaires/mes-inscriptions")
async def show_my_registrations(
    request: Request,
    registrations: Registrations,
    calendars: Calendars,
    caller: Person,
    pages: PagesNow,
) -> Response:
    return pages.render(
        request,
        "webinars/registrations/mine.html",
        registrations=await registrations.list_of(caller.person),
        address=await calendars.address(caller.person, language=language_for(request)),
    )


@router.post("/webinaires/mes-inscriptions/calendrier")
async def renew_calendar(calendars: Calendars, caller: Person) -> Response:
    await calendars.renew(caller.person)
    return RedirectResponse("/webinaires/mes-inscriptions#calendar", 303)


@router.get("/webinaires/{webinar_id}/inscription")
async def show_registration(
    request: Request,
    webinar_id: UUID,
    registrations: Registrations,
    caller: CallerNow,
    pages: PagesNow,
    token: TokenAsked = None,
) -> Response:
    person_id = registrations.person_of(webinar_id, token, caller.person_id)
    return pages.render(
        request,
        "webinars/registrations/desk.html",
        headers={"Cache-Control": "no-store"},
        desk=await registrations.desk(webinar_id, person_id),
        token=token,
    )


@router.post("/webinaires/{webinar_id}/inscription")
async def send_registration(
    webinar_id: UUID,
    registrations: Registrations,
    caller: CallerNow,
    token: TokenSent = None,
) -> Response:
    person_id = registrations.person_of(webinar_id, token, caller.person_id)
    await registrations.register(webinar_id, _known(person_id))
    return _back(webinar_id, token)


@router.post("/webinaires/{webinar_id}/desinscription")
async def send_cancellation_of_seat(
    webinar_id: UUID,
    registrations: Registrations,
    caller: CallerNow,
    token: TokenSent = None,
) -> Response:
    person_id = registrations.person_of(webinar_id, token, caller.person_id)
    await registrations.cancel_for(webinar_id, _known(person_id))
    return _back(webinar_id, token)


@router.get("/calendrier/{token}.ics")
async def read_calendar(token: str, calendars: Calendars) -> Response:
    return Response(
        await calendars.read(token),
        media_type=f"{MEDIA_TYPE}; charset=utf-8",
        headers={"Cache-Control": "private, max-age=900"},
    )


def _known(person_id: UUID | None) -> UUID:
    if person_id is None:
        raise NotSignedIn
    return person_id


def _back(webinar_id: UUID, token: str | None) -> Response:
    query = "" if token is None else f"?jeton={token}"
    return RedirectResponse(f"/webinaires/{webinar_id}/inscription{query}", 303)
