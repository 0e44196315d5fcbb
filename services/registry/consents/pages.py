"""One's consents as a page: what is asked, what was answered, and when."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Path, Request, Response
from starlette.responses import RedirectResponse

from kit.http import PagesNow, Router, TextsNow, provided, read_form, signed_in
from kit.identity.callers import Caller

from .models import WORDINGS, ConsentForm, ConsentView
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
    mine = await consents.of(caller.person)
    views = [
        ConsentView.of(mine, purpose, language=texts.language) for purpose in WORDINGS
    ]
    return pages.render(request, PAGE, consents=views, done=done)


@router.post("/compte/consentements/{purpose}")
async def answer_consent(
    request: Request,
    purpose: Purpose,
    texts: TextsNow,
    consents: Service,
    caller: Person,
) -> Response:
    asked, _ = await read_form(request, ConsentForm, texts)
    match asked:
        case ConsentForm(choice="give", version=version):
            await consents.give(caller.person, purpose, version=version)
            return RedirectResponse(f"{HERE}?done=given", 303)
        case ConsentForm():
            await consents.withdraw(caller.person, purpose)
            return RedirectResponse(f"{HERE}?done=withdrawn", 303)
        case None:
            return RedirectResponse(HERE, 303)
