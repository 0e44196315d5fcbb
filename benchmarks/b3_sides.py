"""The processes of B3: the worker that tells, the client, and the bare path."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, NamedTuple
from uuid import UUID

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from kit.ids import id_of, new_id, random_id
from kit.messaging.envelope import Told
from kit.mongo import Collection
from kit.platform import Platform
from kit.running import tune_garbage_collection, workers
from kit.service import Hearing, Service
from schemas.access import Role
from schemas.events import on_topics
from schemas.events.registry import PartnerJoined
from services.notifications.announcements import rules
from services.notifications.announcements.service import Announcer
from services.notifications.deliveries.models import Email
from services.notifications.deliveries.repository import EmailRepository
from services.notifications.inbox.models import Entry
from services.notifications.inbox.repository import EntryRepository
from services.notifications.preferences.models import Preferences
from services.notifications.preferences.repository import PreferencesRepository
from services.notifications.recipients.repository import (
    AdvisorRepository,
    RegistrationRepository,
    WebinarRepository,
)
from services.notifications.templates.models import AdvisorInvited

from .b1_commands import PEER, document, partner
from .callers import Line, at_a_rate, lines, request
from .child import Here

CONNECTIONS = 64
PEER_TOPIC = "tn.benchmarks.bare"


class Group(NamedTuple):
    name: str
    topics: tuple[str, ...]


HEARD = Group("benchmarks.telling", (PartnerJoined.topic,))


class Telling:
    """Tells one person of each partner, as the product's handlers do, and when."""

    def __init__(self, announcer: Announcer) -> None:
        self._announcer = announcer
        self.queued_at: dict[str, float] = {}

    async def on_facts(self, batch: Sequence[Told[Any]]) -> None:
        partners: list[UUID] = [told.fact.organisation_id for told in batch]
        await self._announcer.tell(
            [
                rules.Announcement(
                    [id_of("contact", partner_id)],
                    AdvisorInvited(advisor_id=partner_id),
                    rules.because(told),
                    Role.PARTNER,
                )
                for partner_id, told in zip(partners, batch, strict=True)
            ]
        )
        queued_at = time.monotonic()
        self.queued_at |= {str(partner_id): queued_at for partner_id in partners}


@asynccontextmanager
async def build(platform: Platform) -> AsyncIterator[dict[type, object]]:
    def copies(name: str) -> Collection:
        return platform.collection("notifications", name)

    def written(name: str, kind: Any) -> Any:
        return platform.aggregates("notifications", name, kind, source="notifications")

    announcer = Announcer(
        advisors=AdvisorRepository(copies("advisors")),
        registrations=RegistrationRepository(copies("registrations")),
        webinars=WebinarRepository(copies("webinars")),
        preferences=PreferencesRepository(written("preferences", Preferences)),
        emails=EmailRepository(written("emails", Email)),
        entries=EntryRepository(written("inbox", Entry)),
        clock=platform.clock,
    )
    yield {Telling: Telling(announcer)}


def hears(provided: Any) -> list[Hearing]:
    contracts = on_topics(*HEARD.topics)
    return [Hearing(HEARD, contracts, provided[Telling].on_facts)]


TELLING = Service(name="benchmarks", build=build, hears=hears)


async def tell(here: Here) -> None:
    provided = await here.stack.enter_async_context(build(here.platform))
    await here.stack.enter_async_context(workers(here.platform, [TELLING], provided))
    here.kept["telling"] = provided[Telling]
    tune_garbage_collection()


async def told_until(here: Here) -> dict[str, float]:
    """Return what was queued since the last question, and when."""
    telling: Telling = here.kept["telling"]
    queued, telling.queued_at = telling.queued_at, {}
    return queued


async def command(
    _: Here, *, port: int, token: str, rate: int, count: int
) -> dict[str, list[float]]:
    """Have partners join at a rate; return when each 201 was read."""
    answered: dict[str, list[float]] = {}
    asked = [
        request(
            "POST",
            "/api/v1/partners",
            token=token,
            body=partner(),
            key=str(random_id()),
        )
        for _ in range(count)
    ]
    async with lines(port, CONNECTIONS) as opened:
        free: list[Line] = opened

        async def one(number: int) -> None:
            line = free.pop()
            status, body = await line.ask(asked[number])
            at = time.monotonic()
            free.append(line)
            if status != 201:  # noqa: PLR2004 - created
                raise RuntimeError(f"{status}: {body!r}")
            answered[json.loads(body)["id"]] = [at]

        await at_a_rate(rate, count, one, most=CONNECTIONS)
    return answered


async def produce(here: Here) -> None:
    producer = AIOKafkaProducer(
        bootstrap_servers=here.platform.settings.kafka.bootstrap_servers,
        acks="all",
        enable_idempotence=True,
    )
    await producer.start()
    here.stack.push_async_callback(producer.stop)
    here.kept["producer"] = producer


async def send(here: Here, *, rate: int, count: int) -> dict[str, list[float]]:
    """Insert and produce at a rate; return when each began, and its insert's ack."""
    partners = here.platform.collection(PEER, "partners")
    begun: dict[str, list[float]] = {}

    async def one(_: int) -> None:
        inserted, began_at = document(), time.monotonic()
        id_ = str(inserted["_id"])
        value = json.dumps({"id": id_, "name": inserted["name"]}).encode()
        await partners.insert_one(inserted)
        begun[id_] = [began_at, time.monotonic()]
        await here.kept["producer"].send_and_wait(
            f"b3.{PEER_TOPIC}", value, key=id_.encode()
        )

    await at_a_rate(rate, count, one)
    return begun


async def consume(here: Here) -> None:
    consumer = AIOKafkaConsumer(
        f"b3.{PEER_TOPIC}",
        bootstrap_servers=here.platform.settings.kafka.bootstrap_servers,
        group_id="b3.bare",
        auto_offset_reset="earliest",
    )
    await consumer.start()
    here.stack.push_async_callback(consumer.stop)
    here.kept["seen"] = {}
    reading = asyncio.create_task(_read(here, consumer))
    here.stack.callback(reading.cancel)


async def _read(here: Here, consumer: AIOKafkaConsumer) -> None:
    emails = here.platform.collection(PEER, "emails")
    async for record in consumer:
        partner_id = json.loads(record.value)["id"]
        email = {
            "_id": new_id(),
            "person_id": id_of("contact", partner_id),
            "state": "queued",
            "due_at": here.platform.clock(),
            "created_at": here.platform.clock(),
            "text": record.value.decode(),
        }
        await emails.insert_one(email)
        here.kept["seen"][partner_id] = time.monotonic()


async def seen_until(here: Here) -> dict[str, float]:
    seen: dict[str, float] = here.kept["seen"]
    here.kept["seen"] = {}
    return seen
