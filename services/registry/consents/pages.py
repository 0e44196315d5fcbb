"""One's consents as a page: what is asked, what was answered, and when."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Path, Request, Response
from starlette.responses import RedirectResponse

from kit.http import PagesNow, Router, TextsNow, provided, read_form, signed_in
from kit.identity.callers import Caller
from kit.pages import Form
from kit.texts import Texts

from .models import WORDINGS, ConsentForm, ConsentView
from .rules import wording_of
from .service import ConsentService

router: APIRouter = Router(include_in_schema=False)

Service = Annotated[ConsentService, Depends(provided(ConsentService))]
Person = Annotated[Caller, Depends(signed_in)]
Purpose = Annotated[str, Path(max_length=40)]
PAGE: Final = "registry/consents/consents.html"
HERE: Final = "/compte/consentements"


@router.get("/compte/consentements")
async def show_consents(
    request: Request,
    pages: PagesNow,
    texts: TextsNow,
    consents: Service,
    caller: Person,
    done: str | None = None,
) -> Response:
    views = await _views(consents, caller, texts)
    return pages.render(request, PAGE, consents=views, form=Form(), done=done)


@router.post("/compte/consentements/{purpose}")
async def answer_consent(
    request: Request,
    purpose: Purpose,
    pages: PagesNow,
    texts: TextsNow,
    consents: Service,
    caller: Person,
) -> Response:
    wording_of(purpose)
    asked, form = await read_form(request, ConsentForm, texts)
    match asked:
        case ConsentForm(choice="give", version=version):
            await consents.give(caller.person, purpose, version=version)
            return RedirectResponse(f"{HERE}?done=given", 303)
        case ConsentForm():
            await consents.withdraw(caller.person, purpose)
            return RedirectResponse(f"{HERE}?done=withdrawn", 303)
        case None:
            views = await _views(consents, caller, texts)
            return pages.render(
                request, PAGE, consents=views, form=form, done=None, status=422
            )


async def _views(
    consents: ConsentService, caller: Caller, texts: Texts
) -> list[ConsentView]:
    mine = await consents.of(caller.person)
    return [
        ConsentView.of(mine, purpose, language=texts.language) for purpose in WORDINGS
    ]
