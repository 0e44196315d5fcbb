"""Subscriptions: made, tested, rotated, stopped; and what each event owes them."""

from collections.abc import Sequence
from uuid import UUID

from kit.clock import Clock
from kit.identity.callers import Caller
from kit.ids import new_id
from kit.messaging.envelope import Told
from kit.scope import Scope
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

SHOWN = 50


class WebhookService:
    def __init__(
        self,
        *,
        webhooks: WebhookRepository,
        deliveries: DeliveryRepository,
        sender: WebhookSender,
        root: str,
        site: str,
        clock: Clock,
    ) -> None:
        self._webhooks = webhooks
        self._deliveries = deliveries
        self._sender = sender
        self._root = root
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
        added = await self._webhooks.add(webhook, facts.subscribed(webhook), at=now)
        return added, self._secret(added)

    async def rotate(self, webhook_id: UUID, *, scope: Scope) -> tuple[Webhook, str]:
        """Draw a new secret; for a day deliveries carry both signatures."""
        webhook = await self._webhooks.get(webhook_id, scope=scope)
        now = self._clock()
        after = webhook.model_copy(
            update={"secret_number": webhook.secret_number + 1, "rotated_at": now}
        )
        rotated = await self._webhooks.change(webhook, after, at=now)
        return rotated, self._secret(rotated)

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

    def _secret(self, webhook: Webhook) -> str:
        return signing.secret(webhook.id, webhook.secret_number, root=self._root)
