"""The pages of copies: what can be rebuilt, and what a rebuild found."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kit.http import PagesNow, Router, TextsNow, allowed, provided, read_form
from kit.identity.callers import Caller
from kit.pages import Form, Pages
from kit.texts import N_
from schemas.access import Action

from .models import NewRebuild
from .service import RebuildService

router = Router(include_in_schema=False)

HERE = "/copies"
LABELS = {
    "model": N_("Copie"),
    "swaps": N_("Prendre la place"),
    "despite_gaps": N_("Malgré les manques"),
    "reason": N_("Motif"),
}
Rebuilding = Annotated[RebuildService, Depends(provided(RebuildService))]
Operator = Annotated[Caller, Depends(allowed(Action.OPERATE))]


@router.get(HERE)
async def show_read_models(
    request: Request, pages: PagesNow, rebuilding: Rebuilding, _: Operator
) -> Response:
    return await _list(request, pages, rebuilding, form=Form())


@router.post(HERE)
async def ask_rebuild_on_page(
    request: Request,
    pages: PagesNow,
    texts: TextsNow,
    rebuilding: Rebuilding,
    operator: Operator,
) -> Response:
    labels = {name: texts.gettext(label) for name, label in LABELS.items()}
    wanted, form = await read_form(request, NewRebuild, texts, labels=labels)
    if wanted is None:
        return await _list(request, pages, rebuilding, form=form, status=422)
    rebuild = await rebuilding.ask(wanted, by=operator.person_id)
    return RedirectResponse(f"{HERE}/{rebuild.model}/{rebuild.id}", 303)


@router.get(HERE + "/{model}/{rebuild_id}")
async def show_rebuild_on_page(
    request: Request,
    pages: PagesNow,
    model: str,
    rebuild_id: UUID,
    rebuilding: Rebuilding,
    _: Operator,
) -> Response:
    rebuild = await rebuilding.get(model, rebuild_id)
    return pages.render(
        request,
        "hub/rebuilds/rebuild.html",
        rebuild=rebuild,
        asker=await rebuilding.name_of(rebuild.by),
    )


@router.post(HERE + "/{model}/{rebuild_id}/arreter")
async def stop_rebuild_on_page(
    model: str, rebuild_id: UUID, rebuilding: Rebuilding, _: Operator
) -> Response:
    await rebuilding.cancel(model, rebuild_id)
    return RedirectResponse(f"{HERE}/{model}/{rebuild_id}", 303)


async def _list(
    request: Request,
    pages: Pages,
    rebuilding: RebuildService,
    *,
    form: Form,
    status: int = 200,
) -> Response:
    return pages.render(
        request,
        "hub/rebuilds/copies.html",
        status=status,
        copies=await rebuilding.list_read_models(),
        form=form,
    )
