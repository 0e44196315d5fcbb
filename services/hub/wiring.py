"""Where the hub's parts meet: the only place that builds them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from kit.messaging.positions import Lags
from kit.mongo import Collection
from kit.platform import IDENTITY, Platform
from schemas.documents import governance
from schemas.documents.governance import Committee, Dossier, Vote
from schemas.readers import GROUPS, HUB_DEAD_LETTERS

from .apidocs.service import ApiReference
from .catalogue.repository import LiveRepository
from .catalogue.service import CatalogueService, Place
from .clients.models import ApiClient
from .clients.repository import ClientRepository
from .clients.service import ClientService
from .copies import COPIES, HubRebuilds
from .health.repository import HealthRepository
from .health.service import HealthService
from .holdings import HubPeople
from .journal.repository import JournalRepository, KeepingRepository
from .journal.service import JournalCutter, JournalService
from .migrate import DATABASE
from .search.handlers import SearchHandlers
from .search.repository import EntryRepository, PaperRepository
from .search.service import SearchService
from .webhooks.delivery import WebhookSender
from .webhooks.models import Webhook
from .webhooks.repository import DeliveryRepository, WebhookRepository
from .webhooks.rules.signing import Secrets
from .webhooks.service import DeliveryWorker, WebhookService
from .wiring_letters import Letters
from .wiring_repairs import repairs


@asynccontextmanager
async def build(platform: Platform) -> AsyncIterator[dict[type, object]]:
    journal = _journal(platform)
    letters = Letters(platform, journal)
    lags = _lags(platform)
    loopback = platform.settings.allows("loopback_webhooks")
    async with WebhookSender.open(allows_loopback=loopback) as sender:
        webhooks, worker = _webhooks(platform, sender)
        yield {
            ClientService: _clients(platform),
            JournalService: journal,
            JournalCutter: _cutter(platform),
            WebhookService: webhooks,
            DeliveryWorker: worker,
            CatalogueService: CatalogueService(
                journal=journal,
                live=LiveRepository(platform.collection(DATABASE, "journal")),
                webhooks=webhooks,
                lags=lags,
                place=_place(platform),
                clock=platform.clock,
            ),
            HealthService: HealthService(
                health=HealthRepository(platform.mongo),
                letters=letters.letters,
                watch=letters.watch,
                journal=journal,
                live=LiveRepository(platform.collection(DATABASE, "journal")),
                lags=lags,
                kafka=platform.settings.kafka.bootstrap_servers,
                clock=platform.clock,
            ),
            ApiReference: ApiReference(),
            HubPeople: HubPeople(platform),
            **letters.provided,
            **repairs(platform),
            **_search(platform),
        }


def _search(platform: Platform) -> dict[type, object]:
    entries = EntryRepository(platform.collection(DATABASE, "search"))
    return {
        SearchService: SearchService(
            entries=entries,
            papers=PaperRepository(
                committees=_shared(platform, Committee),
                dossiers=_shared(platform, Dossier),
                votes=_shared(platform, Vote),
            ),
            cards=platform.cards,
            clock=platform.clock,
        ),
        SearchHandlers: SearchHandlers(entries),
        HubRebuilds: HubRebuilds(platform, service=DATABASE, models=COPIES),
    }


def _shared(platform: Platform, kind: type[Committee | Dossier | Vote]) -> Collection:
    return platform.collection(governance.DATABASE, kind.COLLECTION)


def _lags(platform: Platform) -> Lags:
    return Lags(
        platform.settings.kafka.bootstrap_servers,
        {group.name: group.topics for group in (*GROUPS, HUB_DEAD_LETTERS)},
        prefix=platform.prefix,
    )


def _place(platform: Platform) -> Place:
    return Place(
        kafka=platform.settings.kafka.bootstrap_servers,
        prefix=platform.prefix,
        address=platform.settings.public_url,
    )


def _journal(platform: Platform) -> JournalService:
    entries = platform.collection(DATABASE, "journal")
    ends = platform.collection(DATABASE, "journal_ends")
    return JournalService(
        journal=JournalRepository(entries, ends=ends),
        keeping=KeepingRepository(entries, ends=ends),
        kept=_kept(platform),
        prefix=platform.prefix,
        clock=platform.clock,
    )


def _cutter(platform: Platform) -> JournalCutter:
    keeping = KeepingRepository(
        platform.collection(DATABASE, "journal"),
        ends=platform.collection(DATABASE, "journal_ends"),
    )
    return JournalCutter(keeping=keeping, kept=_kept(platform), clock=platform.clock)


def _kept(platform: Platform) -> timedelta:
    return timedelta(days=platform.settings.journal.kept_days)


def _clients(platform: Platform) -> ClientService:
    repository = ClientRepository(
        platform.aggregates(DATABASE, "clients", ApiClient, source=DATABASE),
        identities=platform.collection(IDENTITY, "clients"),
        mongo=platform.mongo,
    )
    return ClientService(clients=repository, rates=platform.rates, clock=platform.clock)


def _webhooks(
    platform: Platform, sender: WebhookSender
) -> tuple[WebhookService, DeliveryWorker]:
    secrets = Secrets(
        platform.keyring, root=platform.settings.secret.get_secret_value()
    )
    webhooks = WebhookRepository(
        platform.aggregates(DATABASE, "webhooks", Webhook, source=DATABASE)
    )
    deliveries = DeliveryRepository(platform.collection(DATABASE, "deliveries"))
    service = WebhookService(
        webhooks=webhooks,
        deliveries=deliveries,
        sender=sender,
        secrets=secrets,
        site=platform.settings.public_url,
        clock=platform.clock,
    )
    worker = DeliveryWorker(
        webhooks=webhooks,
        deliveries=deliveries,
        subscriptions=service,
        sender=sender,
        secrets=secrets,
        clock=platform.clock,
    )
    return service, worker
