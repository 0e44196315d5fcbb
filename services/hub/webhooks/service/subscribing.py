"""Subscriptions: made, tested, rotated, stopped; and what each event owes them."""

from collections.abc import Sequence
from uuid import UUID

from kit.clock import Clock
from kit.identity.callers import Caller
from kit.ids import new_id
from kit.messaging.envelope import Told
from kit.scope import Everything, Scope
from schemas.base import Event
from services.hub.webhooks import facts
from services.hub.webhooks.delivery import WebhookSender
from services.hub.webhooks.errors import (
    DeliveryUnderWay,
    WebhookRunning,
    WebhookStopped,
)
from services.hub.webhooks.models import Delivery, NewWebhook, StoppedBy, Webhook
from services.hub.webhooks.repository import DeliveryRepository, WebhookRepository
from services.hub.webhooks.rules import matching, signing
from services.hub.webhooks.rules.signing import Secrets

SHOWN = 50
SEALING = Everything("seals the secrets of all with today's key")


class WebhookService:
    def __init__(
        self,
        *,
        webhooks: WebhookRepository,
        deliveries: DeliveryRepository,
        sender: WebhookSender,
        secrets: Secrets,
        site: str,
        clock: Clock,
    ) -> None:
        self._webhooks = webhooks
        self._deliveries = deliveries
        self._sender = sender
        self._secrets = secrets
        self._site = site
        self._clock = clock

    async def on_facts(self, batch: Sequence[Told[Event]]) -> None:
        """Note what each subscriber is owed; told twice, it is owed once."""
        webhooks = await self._webhooks.enabled()
        now = self._clock()
        await self._deliveries.add(
            [
                matching.delivery(told, webhook, at=now, site=self._site)
                for told in batch
                for webhook in matching.concerned(told, webhooks)
            ]
        )

    async def list_webhooks(self, *, scope: Scope) -> list[Webhook]:
        """Return the subscriptions in scope, the newest first."""
        return await self._webhooks.list_all(scope=scope)

    async def counts(self) -> dict[tuple[UUID, str], int]:
        return await self._deliveries.counts()

    async def subscribers_of(self, type_: str) -> list[Webhook]:
        return [one for one in await self._webhooks.enabled() if type_ in one.types]

    async def get(self, webhook_id: UUID, *, scope: Scope) -> Webhook:
        return await self._webhooks.get(webhook_id, scope=scope)

    async def latest_deliveries(
        self, webhook_id: UUID, *, scope: Scope
    ) -> list[Delivery]:
        await self._webhooks.get(webhook_id, scope=scope)
        return await self._deliveries.latest(webhook_id, limit=SHOWN)

    async def subscribe(
        self, wanted: NewWebhook, *, caller: Caller
    ) -> tuple[Webhook, str]:
        """Return the subscription and its secret, which is shown this once."""
        await self._sender.check(wanted.url)
        now = self._clock()
        webhook = Webhook(
            id=new_id(),
            url=wanted.url,
            types=tuple(dict.fromkeys(wanted.types)),
            regions=tuple(sorted(set(wanted.regions))),
            created_at=now,
            created_by=caller.person_id,
            client_id=caller.id if caller.kind == "client" else None,
        )
        secret = signing.new_secret()
        sealed = self._secrets.sealed(webhook, secret)
        added = await self._webhooks.add(sealed, facts.subscribed(sealed), at=now)
        return added, secret

    async def rotate(self, webhook_id: UUID, *, scope: Scope) -> tuple[Webhook, str]:
        """Draw a new secret; for a day deliveries carry both signatures."""
        webhook = await self._webhooks.get(webhook_id, scope=scope)
        now, secret = self._clock(), signing.new_secret()
        after = self._secrets.rotated(webhook, secret, at=now)
        return await self._webhooks.change(webhook, after, at=now), secret

    async def seal_all(self) -> int:
        """Seal with today's key what another one sealed, or none; return how many.

        The secrets stay what they are: subscribers notice nothing.
        """
        sealed = 0
        for webhook in await self._webhooks.list_all(scope=SEALING):
            kept = self._secrets.kept(webhook)
            if kept != webhook:
                await self._webhooks.change(webhook, kept, at=self._clock())
                sealed += 1
        return sealed

    async def test(self, webhook_id: UUID, *, scope: Scope) -> None:
        """Tell a fact that goes the whole way, to this address alone."""
        webhook = await self._webhooks.get(webhook_id, scope=scope)
        if webhook.state != "enabled":
            raise WebhookStopped(webhook_id=webhook_id)
        now = self._clock()
        await self._webhooks.change(webhook, webhook, facts.tested(webhook), at=now)

    async def stop(
        self, webhook_id: UUID, *, scope: Scope, why: StoppedBy = "operator"
    ) -> Webhook:
        """Send nothing more, and owe nothing of what waited."""
        webhook = await self._webhooks.get(webhook_id, scope=scope)
        if webhook.state != "enabled":
            raise WebhookStopped(webhook_id=webhook_id)
        now = self._clock()
        after = webhook.model_copy(update={"state": "disabled", "stopped_by": why})
        stopped = await self._webhooks.change(
            webhook, after, facts.disabled(after), at=now
        )
        await self._deliveries.drop_waiting(webhook_id, at=now)
        return stopped

    async def resume(self, webhook_id: UUID, *, scope: Scope) -> Webhook:
        """Send again what is told from now on."""
        webhook = await self._webhooks.get(webhook_id, scope=scope)
        if webhook.state == "enabled":
            raise WebhookRunning(webhook_id=webhook_id)
        now = self._clock()
        after = webhook.model_copy(update={"state": "enabled", "stopped_by": None})
        fact = facts.subscribed(after)
        return await self._webhooks.change(webhook, after, fact, at=now)

    async def send_again(
        self, webhook_id: UUID, delivery_id: UUID, *, scope: Scope
    ) -> None:
        webhook = await self._webhooks.get(webhook_id, scope=scope)
        delivery = await self._deliveries.get(webhook_id, delivery_id)
        if webhook.state != "enabled":
            raise WebhookStopped(webhook_id=webhook_id)
        if delivery.state == "waiting":
            raise DeliveryUnderWay(delivery_id=delivery_id)
        await self._deliveries.send_again(delivery, at=self._clock())
