"""One's own second factor: the pages."""

from typing import Final

from fastapi import APIRouter, Response
from starlette.responses import RedirectResponse

from kit.http import Router
from kit.pages import Form
from services.registry.accounts.delivery import FACTOR_PAGE
from services.registry.accounts.models import Refused
from services.registry.second_factor.models import FirstCode, RecoveryCodes

from .sheet import OwnSheet
from .words import WRONG_CODE, refused

router: APIRouter = Router(include_in_schema=False)

ADDING: Final = f"{FACTOR_PAGE}/ajout"
REMOVED: Final = f"{FACTOR_PAGE}?done=removed"


@router.get(FACTOR_PAGE)
async def show_factor(sheet: OwnSheet, done: str | None = None) -> Response:
    return await sheet.show(Form(), done=done)


@router.post(FACTOR_PAGE)
async def begin(sheet: OwnSheet) -> Response:
    return await sheet.by_password(
        sheet.factor.begin, then=lambda _: RedirectResponse(ADDING, 303)
    )


@router.get(ADDING)
async def show_adding(sheet: OwnSheet) -> Response:
    return await sheet.show_adding(Form())


@router.post(ADDING)
async def confirm(sheet: OwnSheet) -> Response:
    given, form = await sheet.read(FirstCode)
    if given is None:
        return await sheet.show_adding(form)
    match await sheet.factor.confirm(sheet.caller, given.code):
        case RecoveryCodes() as codes:
            return sheet.show_codes(codes)
        case Refused():
            return await sheet.show_adding(refused("code", WRONG_CODE, sheet.texts))


@router.post(FACTOR_PAGE + "/codes")
async def renew_codes(sheet: OwnSheet) -> Response:
    return await sheet.by_password(sheet.factor.renew_codes, then=sheet.show_codes)


@router.post(FACTOR_PAGE + "/retrait")
async def remove(sheet: OwnSheet) -> Response:
    return await sheet.by_password(
        sheet.factor.remove, then=lambda _: RedirectResponse(REMOVED, 303)
    )
