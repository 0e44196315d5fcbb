"""Where the hub's parts meet: the only place that builds them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from kit.platform import IDENTITY, Platform

from .apidocs.service import ApiReference
from .catalogue.service import CatalogueService, Place
from .clients.models import ApiClient
from .clients.repository import ClientRepository
from .clients.service import ClientService
from .deadletters.models import DeadLetter
from .deadletters.repository import DeadLetterRepository
from .deadletters.service import DeadLetterService
from .health.repository import HealthRepository
from .health.service import HealthService
from .journal.repository import JournalRepository
from .journal.service import JournalService
from .migrate import DATABASE
from .webhooks.delivery import WebhookSender
from .webhooks.models import Webhook
from .webhooks.repository import DeliveryRepository, WebhookRepository
from .webhooks.service import DeliveryWorker, WebhookService


@asynccontextmanager
async def build(platform: Platform) -> AsyncIterator[dict[type, object]]:
    clients = _clients(platform)
    journal = _journal(platform, clients)
    letters = _letters(platform, journal)
    loopback = platform.settings.allows("loopback_webhooks")
    async with WebhookSender.open(allows_loopback=loopback) as sender:
        webhooks, worker = _webhooks(platform, sender)
        yield {
            ClientService: clients,
            JournalService: journal,
            DeadLetterService: letters,
            WebhookService: webhooks,
            DeliveryWorker: worker,
            CatalogueService: CatalogueService(
                journal=journal, webhooks=webhooks, place=_place(platform)
            ),
            HealthService: HealthService(
                health=HealthRepository(platform.mongo),
                letters=letters,
                journal=journal,
                kafka=platform.settings.kafka.bootstrap_servers,
                prefix=platform.prefix,
                clock=platform.clock,
            ),
            ApiReference: ApiReference(),
        }


def _place(platform: Platform) -> Place:
    return Place(
        kafka=platform.settings.kafka.bootstrap_servers,
        prefix=platform.prefix,
        address=platform.settings.public_url,
    )


def _journal(platform: Platform, clients: ClientService) -> JournalService:
    repository = JournalRepository(
        platform.collection(DATABASE, "journal"),
        ends=platform.collection(DATABASE, "journal_ends"),
    )
    return JournalService(
        journal=repository,
        clients=clients,
        prefix=platform.prefix,
        clock=platform.clock,
    )


def _letters(platform: Platform, journal: JournalService) -> DeadLetterService:
    repository = DeadLetterRepository(
        platform.aggregates(DATABASE, "dead_letters", DeadLetter, source=DATABASE)
    )
    return DeadLetterService(
        letters=repository,
        journal=journal,
        bus=platform.bus,
        cards=platform.cards,
        prefix=platform.prefix,
        clock=platform.clock,
    )


def _clients(platform: Platform) -> ClientService:
    repository = ClientRepository(
        platform.aggregates(DATABASE, "clients", ApiClient, source=DATABASE),
        identities=platform.collection(IDENTITY, "clients"),
        mongo=platform.mongo,
    )
    return ClientService(clients=repository, clock=platform.clock)


def _webhooks(
    platform: Platform, sender: WebhookSender
) -> tuple[WebhookService, DeliveryWorker]:
    root = platform.settings.secret.get_secret_value()
    webhooks = WebhookRepository(
        platform.aggregates(DATABASE, "webhooks", Webhook, source=DATABASE)
    )
    deliveries = DeliveryRepository(platform.collection(DATABASE, "deliveries"))
    service = WebhookService(
        webhooks=webhooks,
        deliveries=deliveries,
        sender=sender,
        root=root,
        clock=platform.clock,
    )
    worker = DeliveryWorker(
        webhooks=webhooks,
        deliveries=deliveries,
        subscriptions=service,
        sender=sender,
        root=root,
        clock=platform.clock,
    )
    return service, worker
