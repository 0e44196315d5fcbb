"""How a change to a subscription is told: neither its address nor its secret."""

from schemas.events.hub import WebhookDisabled, WebhookSubscribed, WebhookTested

from .models import Webhook


def subscribed(webhook: Webhook) -> WebhookSubscribed:
    return WebhookSubscribed(
        webhook_id=webhook.id,
        types=webhook.types,
        regions=webhook.regions,
        is_enabled=webhook.state == "enabled",
    )


def disabled(webhook: Webhook) -> WebhookDisabled:
    return WebhookDisabled(**dict(subscribed(webhook)))


def tested(webhook: Webhook) -> WebhookTested:
    return WebhookTested(**dict(subscribed(webhook)))
