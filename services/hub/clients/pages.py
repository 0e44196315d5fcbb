"""The pages of access keys."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kit.http import PagesNow, Router, TextsNow, allowed, provided
from kit.http.forms import read_form
from kit.http.problems import said
from kit.identity.callers import Caller
from kit.identity.rates import PER_MINUTE, PER_MINUTE_MAX
from kit.pages import Form, Pages
from kit.texts import N_, Texts
from schemas.access import Action

from .errors import ClientNameTaken, ExpiresTooSoon
from .models import (
    OVERLAP_HOURS,
    OVERLAP_HOURS_MAX,
    ClientView,
    CreatedClientView,
    NewClient,
    NewKey,
    RateChange,
    RateForm,
)
from .service import ClientService

router = Router(include_in_schema=False)

Clients = Annotated[ClientService, Depends(provided(ClientService))]
Keeper = Annotated[Caller, Depends(allowed(Action.MANAGE_CLIENTS))]
LABELS = {
    "name": N_("Qui s’en servira"),
    "scopes": N_("Ce qu’elle permet"),
    "expires_on": N_("Expire le"),
    "requests_per_minute": N_("Demandes par minute"),
    "overlap_hours": N_("La clé d’avant vaut encore"),
}
# Hours, as the page offers them.
OVERLAPS = (0, 1, 24, 72, OVERLAP_HOURS_MAX)


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
    wanted, form = await read_form(request, NewClient, texts, labels=_labels(texts))
    if wanted is None:
        return await _show(request, pages, clients, form=form, status=422)
    try:
        created = await clients.create(wanted, by=keeper.person_id)
    except (ClientNameTaken, ExpiresTooSoon) as error:
        refused = _refused(form, error, texts)
        return await _show(request, pages, clients, form=refused, status=error.status)
    return await _show(
        request, pages, clients, form=Form(), created=created, status=201
    )


@router.get("/cles/{client_id}")
async def show_key(
    request: Request, pages: PagesNow, client_id: UUID, clients: Clients, _: Keeper
) -> Response:
    return _show_one(request, pages, await clients.get(client_id), form=Form())


@router.post("/cles/{client_id}/renouveler")
async def rotate_key(
    request: Request,
    pages: PagesNow,
    texts: TextsNow,
    client_id: UUID,
    clients: Clients,
    _: Keeper,
) -> Response:
    """Answer with the new key itself, as at its creation."""
    wanted, form = await read_form(request, NewKey, texts, labels=_labels(texts))
    if wanted is None:
        client = await clients.get(client_id)
        return _show_one(request, pages, client, form=form, status=422)
    try:
        rotated = await clients.rotate(client_id, wanted)
    except ExpiresTooSoon as error:
        refused, client = _refused(form, error, texts), await clients.get(client_id)
        return _show_one(request, pages, client, form=refused, status=error.status)
    return _show_one(request, pages, rotated, form=Form(), created=rotated, status=201)


@router.post("/cles/{client_id}/debit")
async def change_rate(
    request: Request,
    pages: PagesNow,
    texts: TextsNow,
    client_id: UUID,
    clients: Clients,
    _: Keeper,
) -> Response:
    asked, form = await read_form(request, RateForm, texts, labels=_labels(texts))
    if asked is None:
        client = await clients.get(client_id)
        return _show_one(request, pages, client, form=form, status=422)
    change = RateChange(requests_per_minute=asked.requests_per_minute)
    await clients.change_rate(client_id, change, version=asked.version)
    return RedirectResponse(f"/cles/{client_id}", 303)


@router.post("/cles/{client_id}/revoquer")
async def revoke_key(client_id: UUID, clients: Clients, _: Keeper) -> Response:
    await clients.revoke(client_id)
    return RedirectResponse("/cles", 303)


def _refused(form: Form, error: ClientNameTaken | ExpiresTooSoon, texts: Texts) -> Form:
    """Show the form again, with what is wrong beside its field."""
    name = error.field or "name"
    why = ". ".join(said(error, texts))
    return form.with_error(name, texts.gettext(LABELS[name]), why)


def _labels(texts: Texts) -> dict[str, str]:
    return {name: texts.gettext(label) for name, label in LABELS.items()}


def _show_one(
    request: Request,
    pages: Pages,
    client: ClientView,
    *,
    form: Form,
    created: CreatedClientView | None = None,
    status: int = 200,
) -> Response:
    return pages.render(
        request,
        "hub/clients/key.html",
        status=status,
        client=client,
        form=form,
        created=created,
        overlaps=OVERLAPS,
        overlap=OVERLAP_HOURS,
        most=PER_MINUTE_MAX,
        address=_address(request),
    )


def _address(request: Request) -> str:
    return str(request.base_url).rstrip("/")


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
        usual=PER_MINUTE,
        most=PER_MINUTE_MAX,
        address=_address(request),
    )
