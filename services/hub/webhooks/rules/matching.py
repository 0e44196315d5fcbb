"""Which subscribers an event is for, and what they are sent."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from kit.ids import id_of
from kit.messaging.envelope import FROM_JOURNAL, Told, instant, schema_address
from schemas.base import Event
from schemas.events.hub import WebhookTested
from services.hub.webhooks.models import Delivery, Webhook


def concerned(told: Told[Event], webhooks: Iterable[Webhook]) -> list[Webhook]:
    """Return those who asked for this type there; a test is for its own address."""
    fact = told.fact
    enabled = [one for one in webhooks if one.state == "enabled"]
    if isinstance(fact, WebhookTested):
        return [one for one in enabled if one.id == fact.webhook_id]
    regions = regions_of(fact)
    return [
        one
        for one in enabled
        if fact.type in one.types and _is_there(one.regions, regions)
    ]


def regions_of(fact: Event) -> frozenset[str]:
    """Return the regions an event names; none when it concerns the whole country."""
    told: Any = getattr(fact, "regions", None) or getattr(fact, "region", None)
    if told is None:
        return frozenset()
    return frozenset([told] if isinstance(told, str) else told)


def delivery(
    told: Told[Event], webhook: Webhook, *, at: datetime, site: str
) -> Delivery:
    """Return what one subscriber is owed: the same however often it is worked out."""
    return Delivery(
        id=id_of("delivery", told.id, webhook.id),
        webhook_id=webhook.id,
        event_id=told.id,
        type=told.fact.type,
        subject=told.fact.key,
        body=_body(told, site=site),
        due_at=at,
        created_at=at,
    )


def _is_there(wanted: tuple[str, ...], regions: frozenset[str]) -> bool:
    return not wanted or not regions or bool(regions & set(wanted))


def _body(told: Told[Event], *, site: str) -> str:
    """Write CloudEvents in the structured JSON form."""
    attributes = {
        "specversion": "1.0",
        "id": str(told.id),
        "type": told.fact.type,
        "source": f"/{told.source}",
        "subject": told.fact.key,
        "time": instant(told.at),
        "dataschema": schema_address(told.fact.type, site=site),
        "datacontenttype": "application/json",
        "sequence": str(told.sequence),
        "correlationid": told.correlation_id,
        "data": told.fact.model_dump(mode="json"),
    }
    if told.is_from_journal:
        attributes["replayed"] = FROM_JOURNAL.decode()
    return json.dumps(attributes, ensure_ascii=False, separators=(",", ":"))
