"""What the health page asks, all at once."""

import asyncio
import platform as machine
from collections.abc import Mapping
from datetime import timedelta

from kit.clock import Clock
from kit.messaging.positions import Lags
from kit.messaging.topics import KafkaUnavailable, broker_version
from kit.version import project_version
from schemas.events import BY_SERVICE
from schemas.history import HISTORY
from schemas.readers import GROUPS, HUB_DEAD_LETTERS
from services.hub.catalogue.repository import LiveRepository
from services.hub.deadletters.service import AgeWatch, DeadLetterService
from services.hub.journal.service import JournalService

from .models import ContractsHealth, Health, ReaderHealth, ServiceHealth
from .repository import HealthRepository

HOUR = timedelta(hours=1)


class HealthService:
    def __init__(
        self,
        *,
        health: HealthRepository,
        letters: DeadLetterService,
        watch: AgeWatch,
        journal: JournalService,
        live: LiveRepository,
        lags: Lags,
        kafka: str,
        clock: Clock,
    ) -> None:
        self._health = health
        self._letters = letters
        self._watch = watch
        self._journal = journal
        self._live = live
        self._lags = lags
        self._kafka = kafka
        self._clock = clock

    async def look(self) -> Health:
        services, readers, counts, versions = await asyncio.gather(
            asyncio.gather(*(self._service(name) for name in BY_SERVICE)),
            self._readers(),
            self._live.counts_since(self._clock() - HOUR),
            self._versions(),
        )
        return Health(
            at=self._clock(),
            services=tuple(services),
            readers=readers,
            letters_count=await self._letters.count_waiting(),
            oldest_letter=await self._letters.oldest_waiting(),
            are_letters_overdue=await self._watch.is_overdue(),
            letters_wait_max=self._watch.limit,
            told_count=sum((await self._journal.counts()).values()),
            rate_per_minute=round(sum(counts.values()) / 60, 2),
            contracts=tuple(_contracts(name, counts) for name in BY_SERVICE),
            versions=versions,
        )

    async def _service(self, name: str) -> ServiceHealth:
        refused_count, refused = await self._health.refused(name)
        return ServiceHealth(
            name=name,
            pending_count=await self._health.count_pending(name),
            relay_until=await self._health.relay_until(name),
            delayed_count=await self._health.count_delayed(name),
            refused_count=refused_count,
            refused=refused,
        )

    async def _readers(self) -> tuple[ReaderHealth, ...]:
        behind = await self._lags.behind()
        return tuple(
            ReaderHealth(
                group=group.name,
                lag=None if behind is None else sum(behind[group.name].values()),
            )
            for group in (*GROUPS, HUB_DEAD_LETTERS)
        )

    async def _versions(self) -> dict[str, str]:
        try:
            brokers = await broker_version(self._kafka)
        except KafkaUnavailable:
            brokers = "-"
        return {
            "Maillage": project_version(),
            "Python": machine.python_version(),
            "MongoDB": await self._health.version(),
            "Kafka": brokers,
        }


def _contracts(service: str, counts: Mapping[str, int]) -> ContractsHealth:
    """Say which versions of its types a service promises, and what they carry now."""
    types = [event.type for event in BY_SERVICE[service]]
    changes = [one.on for type_ in types for one in HISTORY.get(type_, ())]
    return ContractsHealth(
        service=service,
        types_count=len(types),
        versions=tuple(sorted({type_.rpartition(".")[2] for type_ in types})),
        changed_on=max(changes, default=None),
        rate_per_minute=round(sum(counts.get(one, 0) for one in types) / 60, 2),
    )
