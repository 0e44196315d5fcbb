"""The national administration's pages about partners."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from starlette.responses import RedirectResponse

from kit.http import (
    CursorQuery,
    PagesNow,
    Router,
    TextsNow,
    allowed,
    encode_cursor,
    provided,
    read_form,
)
from kit.identity.callers import Caller
from kit.pages import Form
from kit.texts import N_, Texts
from schemas.access import Action

from .models import EURO, PartnerEditForm, PartnerForm
from .rules import place_of
from .service import PartnerService

router: APIRouter = Router(include_in_schema=False)

Partners = Annotated[PartnerService, Depends(provided(PartnerService))]
Administrator = Annotated[Caller, Depends(allowed(Action.MANAGE_PARTNERS))]

PAGE_SIZE: Final = 50
LIST: Final = "registry/partners/list.html"
SHEET: Final = "registry/partners/sheet.html"
LABELS: Final = {
    "name": N_("Nom de l’organisation"),
    "fee": N_("Cotisation annuelle"),
    "paid_until": N_("À jour jusqu’au"),
}


@router.get("/partenaires")
async def show_partners(
    request: Request,
    pages: PagesNow,
    partners: Partners,
    _: Administrator,
    after: CursorQuery = None,
    done: str | None = None,
) -> Response:
    return await _list(request, pages, partners, after=after, done=done)


@router.post("/partenaires")
async def add_partner(
    request: Request,
    pages: PagesNow,
    texts: TextsNow,
    partners: Partners,
    _: Administrator,
) -> Response:
    asked, form = await read_form(request, PartnerForm, texts, labels=_labels(texts))
    if asked is None:
        return await _list(request, pages, partners, form=form)
    joined = await partners.join(asked.partner())
    return RedirectResponse(f"/partenaires/{joined.id}?done=joined", 303)


@router.get("/partenaires/{partner_id}")
async def show_partner(
    request: Request,
    partner_id: UUID,
    pages: PagesNow,
    partners: Partners,
    _: Administrator,
    done: str | None = None,
) -> Response:
    partner = await partners.get(partner_id)
    return pages.render(
        request, SHEET, partner=partner, form=Form(), euro=EURO, done=done
    )


@router.post("/partenaires/{partner_id}")
async def change_partner(
    request: Request,
    partner_id: UUID,
    pages: PagesNow,
    texts: TextsNow,
    partners: Partners,
    _: Administrator,
) -> Response:
    asked, form = await read_form(
        request, PartnerEditForm, texts, labels=_labels(texts)
    )
    if asked is None:
        partner = await partners.get(partner_id)
        return pages.render(
            request,
            SHEET,
            partner=partner,
            form=form,
            euro=EURO,
            done=None,
            status=422,
        )
    await partners.change(partner_id, asked.edit(), version=asked.version)
    return RedirectResponse(f"/partenaires/{partner_id}?done=changed", 303)


async def _list(
    request: Request,
    pages: PagesNow,
    partners: PartnerService,
    *,
    after: str | None = None,
    done: str | None = None,
    form: Form | None = None,
) -> Response:
    items, last = await partners.list_partners(after=place_of(after), limit=PAGE_SIZE)
    next_url = None if last is None else f"/partenaires?after={encode_cursor(last)}"
    return pages.render(
        request,
        LIST,
        partners=items,
        next_url=next_url,
        is_first=after is None,
        form=form or Form(),
        euro=EURO,
        done=done,
        status=422 if form else 200,
    )


def _labels(texts: Texts) -> dict[str, str]:
    return {name: texts.gettext(label) for name, label in LABELS.items()}
