"""What the hub stores, and its indexes."""

from typing import cast

from kit.people import confirmations
from kit.platform import IDENTITY
from kit.service import CollectionPlan, Provided

from .clients.models import ApiClient
from .clients.repository import ClientRepository
from .deadletters.models import DeadLetter, ReplayRun, Watch
from .deadletters.repository import DeadLetterRepository, RunRepository
from .journal.repository import JournalRepository
from .replays.models import JournalReplay
from .replays.repository import ReplayRepository
from .search.models import Entry
from .search.repository import EntryRepository
from .webhooks.models import Delivery, Webhook
from .webhooks.repository import DeliveryRepository, WebhookRepository
from .webhooks.service import WebhookService

DATABASE = "hub"

COLLECTIONS = (
    CollectionPlan(
        database=IDENTITY,
        name="clients",
        holds=ApiClient,
        indexes=ClientRepository.IDENTITY_INDEXES,
    ),
    CollectionPlan(
        database=DATABASE,
        name="clients",
        holds=ApiClient,
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
        holds=Webhook,
        indexes=WebhookRepository.INDEXES,
        tells=True,
    ),
    CollectionPlan(
        database=DATABASE,
        name="deliveries",
        holds=Delivery,
        indexes=DeliveryRepository.INDEXES,
    ),
    CollectionPlan(
        database=DATABASE,
        name="dead_letters",
        holds=DeadLetter,
        indexes=DeadLetterRepository.INDEXES,
        tells=True,
    ),
    CollectionPlan(
        database=DATABASE,
        name="dead_letter_replays",
        holds=ReplayRun,
        indexes=RunRepository.INDEXES,
    ),
    CollectionPlan(
        database=DATABASE,
        name="replays",
        holds=JournalReplay,
        indexes=ReplayRepository.INDEXES,
    ),
    CollectionPlan(
        database=DATABASE, name="dead_letter_watch", holds=Watch, tells=True
    ),
    CollectionPlan(
        database=DATABASE, name="search", holds=Entry, indexes=EntryRepository.INDEXES
    ),
    confirmations(DATABASE),
)


async def prepare(provided: Provided) -> None:
    """Seal the subscribers' secrets with the key that seals today."""
    await cast("WebhookService", provided[WebhookService]).seal_all()
