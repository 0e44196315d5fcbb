"""The pages of webhooks: the list, one subscription and the log of its deliveries."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kit.http import (
    PagesNow,
    Router,
    ScopeFor,
    TextsNow,
    allowed,
    provided,
    read_form,
)
from kit.identity.callers import Caller
from kit.pages import Form, Pages
from kit.scope import Scope
from kit.texts import N_
from schemas.access import Action
from schemas.events import BY_SERVICE
from schemas.reference.regions import REGIONS
from services.hub.journal.rules.names import short_type

from .models import NewWebhook
from .service import WebhookService

router = Router(include_in_schema=False)

HERE = "/abonnements"
Webhooks = Annotated[WebhookService, Depends(provided(WebhookService))]
Keeper = Annotated[Caller, Depends(allowed(Action.MANAGE_WEBHOOKS))]
Kept = Annotated[Scope, Depends(ScopeFor(Action.MANAGE_WEBHOOKS))]
LABELS = {
    "url": N_("Adresse"),
    "types": N_("Événements"),
    "regions": N_("Régions"),
}


@router.get(HERE)
async def show_webhooks(
    request: Request,
    pages: PagesNow,
    webhooks: Webhooks,
    kept: Kept,
    type_: Annotated[str, Query(alias="type", max_length=120)] = "",
) -> Response:
    form = Form(values={"types": [type_]})
    return await _list(request, pages, webhooks, kept, form=form)


@router.post(HERE)
async def create_webhook(
    request: Request,
    pages: PagesNow,
    texts: TextsNow,
    webhooks: Webhooks,
    keeper: Keeper,
    kept: Kept,
) -> Response:
    """Answer with the secret itself: no address could show it once and no more."""
    labels = {name: texts.gettext(label) for name, label in LABELS.items()}
    wanted, form = await read_form(request, NewWebhook, texts, labels=labels)
    if wanted is None:
        return await _list(request, pages, webhooks, kept, form=form, status=422)
    webhook, secret = await webhooks.subscribe(wanted, caller=keeper)
    return await _one(
        request, pages, webhooks, kept, webhook.id, secret=secret, status=201
    )


@router.get(HERE + "/{webhook_id}")
async def show_webhook(
    request: Request, pages: PagesNow, webhook_id: UUID, webhooks: Webhooks, kept: Kept
) -> Response:
    return await _one(request, pages, webhooks, kept, webhook_id)


@router.post(HERE + "/{webhook_id}/secret")
async def rotate_secret(
    request: Request, pages: PagesNow, webhook_id: UUID, webhooks: Webhooks, kept: Kept
) -> Response:
    _rotated, secret = await webhooks.rotate(webhook_id, scope=kept)
    return await _one(
        request, pages, webhooks, kept, webhook_id, secret=secret, status=201
    )


@router.post(HERE + "/{webhook_id}/essai")
async def send_test(webhook_id: UUID, webhooks: Webhooks, kept: Kept) -> Response:
    await webhooks.test(webhook_id, scope=kept)
    return RedirectResponse(f"{HERE}/{webhook_id}", 303)


@router.post(HERE + "/{webhook_id}/arreter")
async def stop_webhook(webhook_id: UUID, webhooks: Webhooks, kept: Kept) -> Response:
    await webhooks.stop(webhook_id, scope=kept)
    return RedirectResponse(f"{HERE}/{webhook_id}", 303)


@router.post(HERE + "/{webhook_id}/reprendre")
async def resume_webhook(webhook_id: UUID, webhooks: Webhooks, kept: Kept) -> Response:
    await webhooks.resume(webhook_id, scope=kept)
    return RedirectResponse(f"{HERE}/{webhook_id}", 303)


@router.post(HERE + "/{webhook_id}/envois/{delivery_id}")
async def send_again(
    webhook_id: UUID, delivery_id: UUID, webhooks: Webhooks, kept: Kept
) -> Response:
    await webhooks.send_again(webhook_id, delivery_id, scope=kept)
    return RedirectResponse(f"{HERE}/{webhook_id}", 303)


async def _list(
    request: Request,
    pages: Pages,
    webhooks: WebhookService,
    kept: Scope,
    *,
    form: Form,
    status: int = 200,
) -> Response:
    return pages.render(
        request,
        "hub/webhooks/webhooks.html",
        status=status,
        webhooks=await webhooks.list_webhooks(scope=kept),
        counts=await webhooks.counts(),
        services=BY_SERVICE,
        regions=REGIONS,
        short_type=short_type,
        form=form,
    )


async def _one(
    request: Request,
    pages: Pages,
    webhooks: WebhookService,
    kept: Scope,
    webhook_id: UUID,
    *,
    secret: str | None = None,
    status: int = 200,
) -> Response:
    return pages.render(
        request,
        "hub/webhooks/webhook.html",
        status=status,
        webhook=await webhooks.get(webhook_id, scope=kept),
        deliveries=await webhooks.latest_deliveries(webhook_id, scope=kept),
        regions=REGIONS,
        short_type=short_type,
        secret=secret,
    )
