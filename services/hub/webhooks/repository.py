"""Subscriptions and deliveries in MongoDB: every query about them stands here."""

from collections.abc import Collection as Several
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from kit.mongo import (
    BulkWriteError,
    Collection,
    Document,
    Index,
    ReturnDocument,
)
from kit.scope import Scope, both, within
from kit.storage import Aggregates
from schemas.base import Event

from .errors import DeliveryNotFound, WebhookNotFound
from .models import Attempt, Delivery, Webhook

DUPLICATE_KEY = 11_000
LISTED_MAX = 500
HISTORY_MAX = 20
LEASE = timedelta(seconds=60)
KEPT = timedelta(days=90)


class WebhookRepository:
    """A subscription is its API client's; those that people made are the operators'."""

    INDEXES = (Index("state", name="state"),)

    def __init__(self, webhooks: Aggregates[Webhook]) -> None:
        self._webhooks = webhooks

    async def get(self, webhook_id: UUID, *, scope: Scope) -> Webhook:
        found = await self.find(webhook_id, scope=scope)
        if found is None:
            raise WebhookNotFound(webhook_id=webhook_id)
        return found

    async def find(self, webhook_id: UUID, *, scope: Scope) -> Webhook | None:
        query = both({"_id": webhook_id}, within(scope, field="client_id"))
        return await self._webhooks.find(query)

    async def list_all(self, *, scope: Scope) -> list[Webhook]:
        query = within(scope, field="client_id")
        return await self._webhooks.list(query, sort=[("_id", -1)], limit=LISTED_MAX)

    async def enabled(self) -> list[Webhook]:
        return await self._webhooks.list({"state": "enabled"})

    async def add(self, webhook: Webhook, fact: Event, *, at: datetime) -> Webhook:
        return await self._webhooks.add(webhook, fact, at=at)

    async def change(
        self, before: Webhook, after: Webhook, *facts: Event, at: datetime
    ) -> Webhook:
        return await self._webhooks.change(before, after, *facts, at=at)


class DeliveryRepository:
    INDEXES = (
        Index([("state", 1), ("due_at", 1)], name="due"),
        Index([("webhook_id", 1), ("created_at", -1)], name="webhook"),
        Index("done_at", name="kept", expireAfterSeconds=int(KEPT.total_seconds())),
    )

    def __init__(self, deliveries: Collection) -> None:
        self._deliveries = deliveries

    async def add(self, deliveries: Sequence[Delivery]) -> None:
        """Add what is owed; what was added before stays as it is."""
        if not deliveries:
            return
        documents = [_stored(one) for one in deliveries]
        try:
            await self._deliveries.insert_many(documents, ordered=False)
        except BulkWriteError as error:
            told = (error.details or {}).get("writeErrors", [])
            if {one["code"] for one in told} != {DUPLICATE_KEY}:
                raise

    async def claim(self, now: datetime, *, busy: Several[UUID]) -> Delivery | None:
        """Take one that is due, of a subscriber that is not busy, for a minute."""
        found: Document | None = await self._deliveries.find_one_and_update(
            {
                "state": "waiting",
                "due_at": {"$lte": now},
                "webhook_id": {"$nin": list(busy)},
            },
            {"$set": {"due_at": now + LEASE}, "$inc": {"attempts": 1, "token": 1}},
            sort=[("due_at", 1)],
            return_document=ReturnDocument.AFTER,
        )
        return None if found is None else _read(found)

    async def finish(
        self, claimed: Delivery, attempt: Attempt, fields: Document
    ) -> None:
        """Write the end of a try, unless another worker has taken it over."""
        history = {"$each": [attempt.model_dump()], "$slice": -HISTORY_MAX}
        await self._deliveries.update_one(
            {"_id": claimed.id, "token": claimed.token, "state": "waiting"},
            {"$set": fields, "$push": {"history": history}},
        )

    async def drop_waiting(self, webhook_id: UUID, *, at: datetime) -> None:
        """Owe nothing more to a subscriber that was stopped."""
        await self._deliveries.update_many(
            {"webhook_id": webhook_id, "state": "waiting"},
            {"$set": {"state": "dropped", "done_at": at}},
        )

    async def send_again(self, delivery: Delivery, *, at: datetime) -> None:
        await self._deliveries.update_one(
            {"_id": delivery.id, "state": {"$ne": "waiting"}},
            {
                "$set": {"state": "waiting", "due_at": at, "attempts": 0},
                "$unset": {"done_at": ""},
                "$inc": {"token": 1},
            },
        )

    async def get(self, webhook_id: UUID, delivery_id: UUID) -> Delivery:
        query = {"_id": delivery_id, "webhook_id": webhook_id}
        found = await self._deliveries.find_one(query)
        if found is None:
            raise DeliveryNotFound(delivery_id=delivery_id)
        return _read(found)

    async def latest(self, webhook_id: UUID, *, limit: int) -> list[Delivery]:
        found = self._deliveries.find({"webhook_id": webhook_id})
        newest = found.sort([("created_at", -1), ("_id", -1)]).limit(limit)
        return [_read(one) async for one in newest]

    async def has_delivered_since(self, webhook_id: UUID, at: datetime) -> bool:
        found = await self._deliveries.find_one(
            {"webhook_id": webhook_id, "state": "delivered", "done_at": {"$gte": at}},
            {"_id": 1},
        )
        return found is not None

    async def counts(self) -> dict[tuple[UUID, str], int]:
        """Count every subscriber's deliveries by state."""
        group = {"webhook": "$webhook_id", "state": "$state"}
        steps = [{"$group": {"_id": group, "count": {"$sum": 1}}}]
        return {
            (one["_id"]["webhook"], one["_id"]["state"]): one["count"]
            async for one in self._deliveries.aggregate(steps)
        }


def _stored(delivery: Delivery) -> Document:
    document = delivery.model_dump(exclude_none=True)
    return {"_id": document.pop("id"), **document}


def _read(found: Document) -> Delivery:
    return Delivery.model_validate({"id": found["_id"], **found})
