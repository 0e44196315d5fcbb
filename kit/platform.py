"""What every service is built on: one client, one bus, one set of pages per process."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TypeVar

from kit.bulk_outbox import BulkOutbox, bulk_name
from kit.clock import Clock, now
from kit.cookies import Cookies
from kit.due import DueJobs
from kit.health import Health
from kit.http.idempotency import Idempotency
from kit.identity.cards import Cards
from kit.identity.passwords import Passwords
from kit.identity.rates import Rates
from kit.identity.sessions import Sessions
from kit.identity.tokens import Links
from kit.keyring import Keyring
from kit.menus import menu_for
from kit.messaging.bus import KafkaBus
from kit.messaging.topics import PARKED_BYTES_MAX
from kit.mongo import Collection, Mongo
from kit.pages import Pages, find_roots
from kit.settings import Settings
from kit.storage import Aggregates
from kit.texts import Catalogues, find_units
from kit.trace import Chain, Recorder
from schemas.access import TWO_FACTORS, granted
from schemas.base import Stored

IDENTITY = "identity"
ROOT = Path(__file__).parents[1]

A = TypeVar("A", bound=Stored)


@dataclass(frozen=True)
class Platform:
    settings: Settings
    mongo: Mongo
    bus: KafkaBus
    pages: Pages
    catalogues: Catalogues
    sessions: Sessions
    rates: Rates
    recorder: Recorder
    cards: Cards
    links: Links
    passwords: Passwords
    keyring: Keyring
    idempotency: Idempotency
    clock: Clock
    health: Health = field(default_factory=Health)

    @cached_property
    def prefix(self) -> str:
        """What stands before every topic and group: empty, or the namespace."""
        return f"{self.settings.namespace}." if self.settings.namespace else ""

    @cached_property
    def cookies(self) -> Cookies:
        return Cookies(is_secure=self.settings.is_https)

    def collection(self, database: str, name: str) -> Collection:
        return self.mongo.collection(database, name)

    def aggregates(
        self,
        database: str,
        name: str,
        kind: type[A],
        *,
        source: str,
        tells_in_bulk: bool = False,
    ) -> Aggregates[A]:
        """Open a collection of aggregates, as its plan says; `source` writes them."""
        bulk = None
        if tells_in_bulk:
            waiting = self.collection(database, bulk_name(name))
            bulk = BulkOutbox(waiting, self.mongo.transaction)
        documents = self.collection(database, name)
        return Aggregates(documents, kind, source=source, bulk=bulk)

    def due(self, service: str) -> DueJobs:
        return DueJobs(self.collection(service, "due_jobs"))


@lru_cache(maxsize=1)
def _texts_and_pages() -> tuple[Catalogues, Pages]:
    """Read texts and templates once: all platforms of a process print alike."""
    catalogues = Catalogues.load(find_units(ROOT))
    return catalogues, Pages(roots=find_roots(ROOT), texts=catalogues, menus=menu_for)


@asynccontextmanager
async def platform(
    settings: Settings, *, clock: Clock = now
) -> AsyncIterator[Platform]:
    """Open what the process shares, and close it."""
    catalogues, pages = _texts_and_pages()
    passwords = Passwords()
    # Parks and replays whole records with their origin: dead topics take as much.
    bus = KafkaBus(settings.kafka.bootstrap_servers, request_bytes_max=PARKED_BYTES_MAX)
    url = settings.mongo.url.get_secret_value()
    health = Health()
    async with (
        Mongo.connect(url, namespace=settings.namespace) as mongo,
        _recorder(mongo, health, clock=clock) as recorder,
    ):
        try:
            yield Platform(
                settings=settings,
                mongo=mongo,
                bus=bus,
                pages=pages,
                catalogues=catalogues,
                sessions=_sessions(mongo, settings, clock=clock),
                rates=Rates(mongo.collection(IDENTITY, "client_uses"), clock=clock),
                recorder=recorder,
                cards=Cards(mongo.collection(IDENTITY, "cards")),
                links=Links(settings.secret.get_secret_value()),
                passwords=passwords,
                keyring=_keyring(settings),
                idempotency=Idempotency(
                    mongo.collection(IDENTITY, "idempotency"),
                    mongo=mongo,
                    secret=settings.secret.get_secret_value(),
                    clock=clock,
                ),
                clock=clock,
                health=health,
            )
        finally:
            passwords.close()
            await bus.close()


def _sessions(mongo: Mongo, settings: Settings, *, clock: Clock) -> Sessions:
    return Sessions(
        mongo.collection(IDENTITY, "sessions"),
        mongo.collection(IDENTITY, "clients"),
        rights=granted(),
        strong_roles=_strong_roles(settings),
        clock=clock,
    )


@asynccontextmanager
async def _recorder(
    mongo: Mongo, health: Health, *, clock: Clock
) -> AsyncIterator[Recorder]:
    """Keep the trace while the process lives, to its last entry."""
    waiting = mongo.collection(IDENTITY, "trace_waiting")
    chain = Chain(mongo.collection(IDENTITY, "trace"), waiting=waiting)
    recorder = Recorder(chain, clock=clock)
    async with recorder.working() as task:
        with health.watching({"trace": task}):
            yield recorder


def _keyring(settings: Settings) -> Keyring:
    told = None if settings.keys is None else settings.keys.get_secret_value()
    return Keyring.of(told, secret=settings.secret.get_secret_value())


def _strong_roles(settings: Settings) -> frozenset[str]:
    if settings.allows("one_factor_operators"):
        return frozenset()
    return frozenset(str(role) for role in TWO_FACTORS)
