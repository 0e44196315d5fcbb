"""What the health page asks, all at once."""

import asyncio
import platform as machine
from importlib.metadata import PackageNotFoundError, version

from kit.clock import Clock
from kit.messaging.topics import KafkaUnavailable, broker_version, lag
from schemas.events import BY_SERVICE
from schemas.readers import GROUPS, HUB_DEAD_LETTERS
from services.hub.deadletters.service import DeadLetterService
from services.hub.journal.service import JournalService

from .models import Health, ReaderHealth, ServiceHealth
from .repository import HealthRepository

AT_ONCE = 4
OURS = "maillage"


class HealthService:
    def __init__(
        self,
        *,
        health: HealthRepository,
        letters: DeadLetterService,
        journal: JournalService,
        kafka: str,
        prefix: str,
        clock: Clock,
    ) -> None:
        self._health = health
        self._letters = letters
        self._journal = journal
        self._kafka = kafka
        self._prefix = prefix
        self._clock = clock
        self._places = asyncio.Semaphore(AT_ONCE)

    async def look(self) -> Health:
        groups = [group.name for group in (*GROUPS, HUB_DEAD_LETTERS)]
        services, readers, versions = await asyncio.gather(
            asyncio.gather(*(self._service(name) for name in BY_SERVICE)),
            asyncio.gather(*(self._reader(name) for name in groups)),
            self._versions(),
        )
        return Health(
            at=self._clock(),
            services=tuple(services),
            readers=tuple(readers),
            letters_count=await self._letters.count_waiting(),
            oldest_letter=await self._letters.oldest_waiting(),
            told_count=sum((await self._journal.counts()).values()),
            versions=versions,
        )

    async def _service(self, name: str) -> ServiceHealth:
        return ServiceHealth(
            name=name,
            pending_count=await self._health.count_pending(name),
            relay_until=await self._health.relay_until(name),
            delayed_count=await self._health.count_delayed(name),
        )

    async def _reader(self, name: str) -> ReaderHealth:
        async with self._places:
            try:
                behind = await lag(self._kafka, self._prefix + name)
            except KafkaUnavailable:
                return ReaderHealth(group=name, lag=None)
            return ReaderHealth(group=name, lag=sum(behind.values()))

    async def _versions(self) -> dict[str, str]:
        try:
            brokers = await broker_version(self._kafka)
        except KafkaUnavailable:
            brokers = "-"
        return {
            "Maillage": _own_version(),
            "Python": machine.python_version(),
            "MongoDB": await self._health.version(),
            "Kafka": brokers,
        }


def _own_version() -> str:
    try:
        return version(OURS)
    except PackageNotFoundError:
        return "-"
