"""Looks at servers, topics, readers, events that wait and records set aside."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from typing import cast

from aiohttp import ClientError, ClientSession, ClientTimeout

from kit.messaging.topics import existing
from kit.platform import Platform, platform
from kit.running.migrating import topics
from kit.running.serving import build_all
from kit.service import Provided
from kit.settings import Settings
from kit.texts import N_
from maillage.running import SERVICES
from services.hub.health.models import Health
from services.hub.health.service import HealthService

from .models import Diagnosis, Finding

LAG_MAX = 1_000
PENDING_MAX = 100
LOOKS = 4
WAIT_SECONDS = 2.0
SITE_SECONDS = 5.0
ANSWERS = 200
# A relay renews its lease long before; a clock may be a little behind.
LEASE_SLACK = timedelta(seconds=10)
MINUTE = timedelta(minutes=1)


async def look(settings: Settings) -> Diagnosis:
    """Look again for a moment before calling ill what is only busy.

    Raises:
        MongoUnavailable, KafkaUnavailable: there is nothing to look at.
    """
    async with (
        platform(settings) as built,
        build_all(built, SERVICES) as provided,
    ):
        diagnosis = await _look(built, provided)
        for _ in range(LOOKS - 1):
            if diagnosis.is_well:
                break
            await asyncio.sleep(WAIT_SECONDS)
            diagnosis = await _look(built, provided)
        return diagnosis


async def _look(built: Platform, provided: Provided) -> Diagnosis:
    health = await cast("HealthService", provided[HealthService]).look()
    return Diagnosis(
        findings=(
            *_versions(health),
            await _replica_set(built),
            await _topics(built, provided),
            *_relays(health),
            *_readers(health),
            *_letters(health),
            await _site(built.settings.public_url),
        )
    )


def _versions(health: Health) -> Iterator[Finding]:
    for name, version in health.versions.items():
        yield Finding(name=N_("Version"), about=name, value=version)


async def _replica_set(built: Platform) -> Finding:
    hello = await built.mongo.ping()
    is_primary = bool(hello.get("setName")) and "primary" in hello
    value = f"{hello.get('setName', '-')}, {hello.get('primary', '-')}"
    return Finding(name=N_("Réplique MongoDB"), value=value, is_well=is_primary)


async def _topics(built: Platform, provided: Provided) -> Finding:
    planned = {plan.name for plan in topics(SERVICES, provided, prefix=built.prefix)}
    missing = planned - await existing(built.settings.kafka.bootstrap_servers)
    value = f"{len(planned) - len(missing)}/{len(planned)}"
    told = f"{value} - {', '.join(sorted(missing))}" if missing else value
    return Finding(name=N_("Sujets Kafka"), value=told, is_well=not missing)


def _relays(health: Health) -> Iterator[Finding]:
    for service in health.services:
        until = service.relay_until
        works = until is not None and until + LEASE_SLACK > health.at
        few = service.pending_count <= PENDING_MAX
        yield Finding(
            name=N_("Événements en attente"),
            about=service.name,
            value=str(service.pending_count),
            is_well=few and (works or service.pending_count == 0),
        )
        if service.refused_count:
            first = service.refused[0]
            value = f"{service.refused_count} - {first.outbox} {first.event_id}"
            name = N_("Événements mis à l’écart")
            yield Finding(name=name, about=service.name, value=value, is_well=False)
        if service.delayed_count:
            delayed = str(service.delayed_count)
            name = N_("Messages qui seront retentés")
            yield Finding(name=name, about=service.name, value=delayed)


def _readers(health: Health) -> Iterator[Finding]:
    for reader in health.readers:
        is_well = reader.lag is not None and reader.lag <= LAG_MAX
        value = "-" if reader.lag is None else str(reader.lag)
        yield Finding(
            name=N_("Retard de lecture"),
            about=reader.group,
            value=value,
            is_well=is_well,
        )


def _letters(health: Health) -> Iterator[Finding]:
    count = health.letters_count
    name = N_("Lettres mortes")
    yield Finding(name=name, value=str(count), is_well=count == 0)
    if health.oldest_letter is not None:
        letter = health.oldest_letter
        value = f"{letter.first_at:%Y-%m-%d %H:%M} {letter.reason}"
        name = N_("La plus ancienne")
        yield Finding(name=name, about=letter.group, value=value, is_well=False)
    if health.are_letters_overdue:
        value = f"> {health.letters_wait_max // MINUTE} min"
        yield Finding(name=N_("Attente trop longue"), value=value, is_well=False)


async def _site(address: str) -> Finding:
    try:
        async with (
            ClientSession(timeout=ClientTimeout(total=SITE_SECONDS)) as http,
            http.get(f"{address}/readyz") as response,
        ):
            status = response.status
    except (ClientError, TimeoutError):
        status = 0
    value = f"{address} {status or '-'}"
    # A gateway keeps this address inside: it answers, and that is what is asked.
    return Finding(name=N_("Le site"), value=value, is_well=0 < status < 500)  # noqa: PLR2004 - where a server's own faults begin
