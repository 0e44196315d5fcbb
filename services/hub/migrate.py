"""What the hub stores, and its indexes."""

from typing import cast

from kit.platform import IDENTITY
from kit.service import CollectionPlan, Provided

from .clients.repository import ClientRepository
from .deadletters.repository import DeadLetterRepository, RunRepository
from .journal.repository import JournalRepository
from .replays.repository import ReplayRepository
from .search.repository import EntryRepository
from .webhooks.repository import DeliveryRepository, WebhookRepository
from .webhooks.service import WebhookService

DATABASE = "hub"

COLLECTIONS = (
    CollectionPlan(
        database=IDENTITY,
        name="clients",
        indexes=ClientRepository.IDENTITY_INDEXES,
    ),
    CollectionPlan(
        database=DATABASE,
        name="clients",
        indexes=ClientRepository.INDEXES,
        tells=True,
    ),
    CollectionPlan(
        database=DATABASE, name="journal", indexes=JournalRepository.INDEXES
    ),
    CollectionPlan(
        database=DATABASE,
        name="journal_ends",
        indexes=JournalRepository.END_INDEXES,
    ),
    CollectionPlan(
        database=DATABASE,
        name="webhooks",
        indexes=WebhookRepository.INDEXES,
        tells=True,
    ),
    CollectionPlan(
        database=DATABASE, name="deliveries", indexes=DeliveryRepository.INDEXES
    ),
    CollectionPlan(
        database=DATABASE,
        name="dead_letters",
        indexes=DeadLetterRepository.INDEXES,
        tells=True,
    ),
    CollectionPlan(
        database=DATABASE, name="dead_letter_replays", indexes=RunRepository.INDEXES
    ),
    CollectionPlan(database=DATABASE, name="replays", indexes=ReplayRepository.INDEXES),
    CollectionPlan(database=DATABASE, name="dead_letter_watch", tells=True),
    CollectionPlan(database=DATABASE, name="search", indexes=EntryRepository.INDEXES),
)


async def prepare(provided: Provided) -> None:
    """Seal the subscribers' secrets with the key that seals today."""
    await cast("WebhookService", provided[WebhookService]).seal_all()
