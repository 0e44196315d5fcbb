"""The page of access keys."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kit.http import PagesNow, Router, TextsNow, allowed, provided
from kit.http.forms import read_form
from kit.identity.callers import Caller
from kit.pages import Form, Pages
from kit.texts import N_
from schemas.access import Action

from .models import CreatedClientView, NewClient
from .service import ClientService

router = Router(include_in_schema=False)

Clients = Annotated[ClientService, Depends(provided(ClientService))]
Keeper = Annotated[Caller, Depends(allowed(Action.MANAGE_CLIENTS))]
LABELS = {
    "name": N_("Qui s’en servira"),
    "scopes": N_("Ce qu’elle permet"),
    "expires_on": N_("Expire le"),
}


@router.get("/cles")
async def show_keys(
    request: Request, pages: PagesNow, clients: Clients, _: Keeper
) -> Response:
    return await _show(request, pages, clients, form=Form())


@router.post("/cles")
async def create_key(
    request: Request, pages: PagesNow, texts: TextsNow, clients: Clients, keeper: Keeper
) -> Response:
    """Answer with the key itself: no address could show it once and no more."""
    labels = {name: texts.gettext(label) for name, label in LABELS.items()}
    wanted, form = await read_form(request, NewClient, texts, labels=labels)
    if wanted is None:
        return await _show(request, pages, clients, form=form, status=422)
    created = await clients.create(wanted, by=keeper.person_id)
    return await _show(
        request, pages, clients, form=Form(), created=created, status=201
    )


@router.post("/cles/{client_id}/revoquer")
async def revoke_key(client_id: UUID, clients: Clients, _: Keeper) -> Response:
    await clients.revoke(client_id)
    return RedirectResponse("/cles", 303)


async def _show(
    request: Request,
    pages: Pages,
    clients: ClientService,
    *,
    form: Form,
    created: CreatedClientView | None = None,
    status: int = 200,
) -> Response:
    return pages.render(
        request,
        "hub/clients/keys.html",
        status=status,
        clients=await clients.list_clients(),
        form=form,
        created=created,
        address=str(request.base_url).rstrip("/"),
    )
