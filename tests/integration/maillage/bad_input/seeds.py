"""Records that only events bring: a card, a message, a delivery, a dead letter."""

from datetime import UTC, datetime
from uuid import UUID

from kit.identity.cards import Card
from kit.ids import new_id
from services.hub.deadletters import facts as letter_facts
from services.hub.deadletters.models import DeadLetter
from services.hub.webhooks.models import Delivery
from services.hub.webhooks.repository import DeliveryRepository
from services.notifications.inbox import facts as inbox_facts
from services.notifications.inbox.models import Entry
from services.notifications.templates.models import AdvisorInvited
from tests.support.harness import Installation

from .samples import SOMEBODY

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)


async def add_card(it: Installation, person_id: UUID) -> None:
    card = Card(id=person_id, first_name=SOMEBODY, last_name=SOMEBODY)
    await it.platform.cards.add(card)


async def add_message(it: Installation, person_id: UUID) -> str:
    entries = it.platform.aggregates(
        "notifications", "inbox", Entry, source="notifications"
    )
    entry = Entry(
        id=new_id(),
        person_id=person_id,
        matter=AdvisorInvited(advisor_id=new_id(), invitation=1),
        created_at=AT,
    )
    added = await entries.add(
        entry, inbox_facts.placed(entry.id, entry.person_id, entry.matter), at=AT
    )
    return str(added.id)


async def add_delivery(it: Installation, webhook_id: UUID) -> str:
    deliveries = DeliveryRepository(it.platform.collection("hub", "deliveries"))
    delivery = Delivery(
        id=new_id(),
        webhook_id=webhook_id,
        event_id=new_id(),
        type="fr.transition-numerique.webinars.webinar.published.v1",
        subject=str(new_id()),
        body="{}",
        state="failed",
        due_at=AT,
        created_at=AT,
        done_at=None,
    )
    await deliveries.add([delivery])
    return str(delivery.id)


async def add_dead_letter(it: Installation, *, marker: str = "k") -> str:
    letters = it.platform.aggregates("hub", "dead_letters", DeadLetter, source="hub")
    letter = DeadLetter(
        id=new_id(),
        group="notifications.webinars",
        topic="tn.webinars.webinar",
        partition=0,
        offset=7,
        key=marker.encode(),
        value=b"{}",
        headers=(("ce_type", b"fr.x.y.v1"),),
        type="fr.x.y.v1",
        reason="unknown_type",
        detail="fr.x.y.v1",
        family="unknown",
        attempts=1,
        first_at=AT,
        last_at=AT,
        filed_from=("tn.dead.notifications.webinars/0/1",),
    )
    added = await letters.add(letter, letter_facts.parked(letter), at=AT)
    return str(added.id)


__all__ = ["AT", "add_card", "add_dead_letter", "add_delivery", "add_message"]
