"""Deliveries: tried, tried again over days, each subscriber beside the others."""

import asyncio
import random
import time
from collections import Counter
from uuid import UUID

import structlog

from kit.clock import Clock
from kit.errors import ServiceError, StaleVersion
from kit.mongo import MongoError
from kit.scope import Everything
from services.hub.webhooks.delivery import WebhookSender
from services.hub.webhooks.models import Attempt, Delivery, StoppedBy, Webhook
from services.hub.webhooks.repository import DeliveryRepository, WebhookRepository
from services.hub.webhooks.rules import signing, trying
from services.hub.webhooks.rules.signing import Secrets
from services.hub.webhooks.rules.trying import Answer, Outcome

from .subscribing import WebhookService

log = structlog.get_logger()

AT_ONCE = 32
AT_ONCE_EACH = 4
IDLE_SECONDS = 0.5
WORK = Everything("what is owed is sent, whoever subscribed")


class DeliveryWorker:
    """Several may work side by side: a claim gives a delivery to one of them.

    A subscriber that is slow or absent takes at most a few places, so that the others
    do not wait for it. The order of deliveries is not promised.
    """

    def __init__(
        self,
        *,
        webhooks: WebhookRepository,
        deliveries: DeliveryRepository,
        subscriptions: WebhookService,
        sender: WebhookSender,
        secrets: Secrets,
        clock: Clock,
    ) -> None:
        self._webhooks = webhooks
        self._deliveries = deliveries
        self._subscriptions = subscriptions
        self._sender = sender
        self._secrets = secrets
        self._clock = clock
        self._flying: dict[asyncio.Task[None], UUID] = {}

    async def run(self, stop: asyncio.Event) -> None:
        """Deliver until `stop`; what is in flight then is finished."""
        while not stop.is_set():
            try:
                started = await self._start_one()
            except MongoError as error:
                log.warning("webhooks.store_unavailable", error=type(error).__name__)
                started = False
            except Exception:
                log.exception("webhooks.fault")
                started = False
            if not started:
                await self._rest(stop)
        await asyncio.gather(*self._flying, return_exceptions=True)

    async def deliver(self, delivery: Delivery) -> None:
        """Try once, and write down what came of it."""
        webhook = await self._webhooks.find(delivery.webhook_id, scope=WORK)
        if webhook is None or webhook.state != "enabled":
            now = self._clock()
            fields = {"state": "dropped", "done_at": now}
            await self._deliveries.finish(delivery, Attempt(at=now), fields)
            return
        attempt, answer = await self._try(delivery, webhook)
        outcome = trying.outcome(
            answer,
            attempts=delivery.attempts,
            now=attempt.at,
            chance=random.random(),  # noqa: S311 - jitter
        )
        await self._conclude(delivery, attempt, outcome)

    async def _start_one(self) -> bool:
        if len(self._flying) >= AT_ONCE:
            return False
        places = Counter(self._flying.values())
        busy = [one for one, count in places.items() if count >= AT_ONCE_EACH]
        claimed = await self._deliveries.claim(self._clock(), busy=busy)
        if claimed is None:
            return False
        task = asyncio.create_task(self._deliver_safely(claimed))
        self._flying[task] = claimed.webhook_id
        task.add_done_callback(self._flying.pop)
        return True

    async def _deliver_safely(self, delivery: Delivery) -> None:
        """Leave what could not be noted to its lease: when it ends, it comes back."""
        try:
            await self.deliver(delivery)
        except (MongoError, ServiceError) as error:
            log.warning("webhooks.not_noted", error=type(error).__name__)
        except Exception:
            log.exception("webhooks.fault")

    async def _try(
        self, delivery: Delivery, webhook: Webhook
    ) -> tuple[Attempt, Answer]:
        now, body = self._clock(), delivery.body.encode()
        signers = self._secrets.now(webhook, now=now)
        headers = signing.headers(delivery.id, body, at=now, signers=signers)
        began = time.perf_counter()
        answer = await self._sender.send(webhook.url, body, headers=headers)
        attempt = Attempt(
            at=self._clock(),
            status=answer.status,
            error=answer.error,
            milliseconds=round((time.perf_counter() - began) * 1000),
        )
        return attempt, answer

    async def _conclude(
        self, delivery: Delivery, attempt: Attempt, outcome: Outcome
    ) -> None:
        done = {"done_at": attempt.at}
        match outcome:
            case trying.Delivered():
                fields = {"state": "delivered", **done}
                await self._deliveries.finish(delivery, attempt, fields)
            case trying.Again(due_at=due_at):
                await self._deliveries.finish(delivery, attempt, {"due_at": due_at})
            case trying.Gone():
                fields = {"state": "failed", **done}
                await self._deliveries.finish(delivery, attempt, fields)
                await self._stop(delivery.webhook_id, why="gone")
            case trying.Failed():
                fields = {"state": "failed", **done}
                await self._deliveries.finish(delivery, attempt, fields)
                await self._stop_if_silent(delivery)

    async def _stop_if_silent(self, delivery: Delivery) -> None:
        """Stop a subscriber that took nothing for as long as this was tried."""
        has_taken = await self._deliveries.has_delivered_since(
            delivery.webhook_id, delivery.created_at
        )
        if not has_taken:
            await self._stop(delivery.webhook_id, why="failures")

    async def _stop(self, webhook_id: UUID, *, why: StoppedBy) -> None:
        try:
            await self._subscriptions.stop(webhook_id, why=why, scope=WORK)
        except StaleVersion:
            log.info("webhooks.changed_meanwhile", webhook_id=str(webhook_id))

    async def _rest(self, stop: asyncio.Event) -> None:
        """Wait for a place, for new work, or for the end."""
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait(
            {stopping, *self._flying},
            timeout=IDLE_SECONDS,
            return_when=asyncio.FIRST_COMPLETED,
        )
        stopping.cancel()
