"""The HTTP API of webhooks."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends

from kit.http import Page, Router, ScopeFor, allowed, provided
from kit.identity.callers import Caller
from kit.scope import Scope
from schemas.access import Action

from .models import (
    CreatedWebhookView,
    Delivery,
    DeliveryView,
    NewWebhook,
    SecretView,
    Webhook,
    WebhookView,
)
from .service import WebhookService

router = Router(prefix="/webhooks", tags=["webhooks"])

Webhooks = Annotated[WebhookService, Depends(provided(WebhookService))]
Keeper = Annotated[Caller, Depends(allowed(Action.MANAGE_WEBHOOKS))]
Kept = Annotated[Scope, Depends(ScopeFor(Action.MANAGE_WEBHOOKS))]
Responses = dict[int | str, dict[str, Any]]
ABSENT: Responses = {404: {"description": "No such subscription."}}
STOPPED: Responses = ABSENT | {409: {"description": "Its state does not allow it."}}


@router.get("")
async def list_webhooks(webhooks: Webhooks, kept: Kept) -> Page[WebhookView]:
    return Page(items=[_view(one) for one in await webhooks.list_webhooks(scope=kept)])


@router.post("", status_code=201)
async def create_webhook(
    wanted: NewWebhook, webhooks: Webhooks, keeper: Keeper
) -> CreatedWebhookView:
    """Subscribe an address. The secret is shown in this answer and kept nowhere."""
    webhook, secret = await webhooks.subscribe(wanted, caller=keeper)
    return CreatedWebhookView(**dict(_view(webhook)), secret=secret)


@router.get("/{webhook_id}", responses=ABSENT)
async def get_webhook(webhook_id: UUID, webhooks: Webhooks, kept: Kept) -> WebhookView:
    return _view(await webhooks.get(webhook_id, scope=kept))


@router.post("/{webhook_id}/test", status_code=202, responses=STOPPED)
async def send_webhook_test(webhook_id: UUID, webhooks: Webhooks, kept: Kept) -> None:
    """Send a test event the whole way, to this address alone."""
    await webhooks.test(webhook_id, scope=kept)


@router.post("/{webhook_id}/secret", status_code=201, responses=ABSENT)
async def rotate_webhook_secret(
    webhook_id: UUID, webhooks: Webhooks, kept: Kept
) -> SecretView:
    """Draw a new secret; for a day deliveries carry both signatures."""
    _rotated, secret = await webhooks.rotate(webhook_id, scope=kept)
    return SecretView(secret=secret)


@router.post("/{webhook_id}/stop", responses=STOPPED)
async def stop_webhook(webhook_id: UUID, webhooks: Webhooks, kept: Kept) -> WebhookView:
    return _view(await webhooks.stop(webhook_id, scope=kept))


@router.post("/{webhook_id}/resume", responses=STOPPED)
async def resume_webhook(
    webhook_id: UUID, webhooks: Webhooks, kept: Kept
) -> WebhookView:
    """Send again what is told from now on."""
    return _view(await webhooks.resume(webhook_id, scope=kept))


@router.get("/{webhook_id}/deliveries", responses=ABSENT)
async def list_webhook_deliveries(
    webhook_id: UUID, webhooks: Webhooks, kept: Kept
) -> Page[DeliveryView]:
    """List the latest fifty deliveries with every try."""
    found = await webhooks.latest_deliveries(webhook_id, scope=kept)
    return Page(items=[_delivery(one) for one in found])


@router.post(
    "/{webhook_id}/deliveries/{delivery_id}/resend", status_code=202, responses=STOPPED
)
async def resend_webhook_delivery(
    webhook_id: UUID, delivery_id: UUID, webhooks: Webhooks, kept: Kept
) -> None:
    """Send one again, under the same webhook-id."""
    await webhooks.send_again(webhook_id, delivery_id, scope=kept)


def _view(webhook: Webhook) -> WebhookView:
    names = WebhookView.model_fields
    return WebhookView(**{name: getattr(webhook, name) for name in names})


def _delivery(delivery: Delivery) -> DeliveryView:
    names = DeliveryView.model_fields
    told = {name: getattr(delivery, name) for name in names}
    is_waiting = delivery.state == "waiting"
    return DeliveryView(**told | {"due_at": delivery.due_at if is_waiting else None})
