"""The ground of the run: webinars that are open, people with a card and a session."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pymongo import AsyncMongoClient

from kit.identity.callers import Grant
from kit.identity.cards import Card
from kit.identity.sessions import NewSession
from kit.ids import new_id
from kit.platform import Platform
from kit.service import Service
from maillage.embedded import Servers
from schemas.access import Role
from schemas.events import TOPICS
from services.notifications.roles import NOTIFICATIONS
from services.webinars.roles import WEBINARS
from tests.integration.webinars.conftest import COMMITTEES, Webinars, soon
from tests.support.harness import SECRET, Client, installed

NAMESPACE = "kills"
ROOM = "pascal"
SEATS = 1_000
FIRST_DAY = 3
# What the two services hear besides, from services that do not run here.
HEARD = Service(
    name="heard",
    build=COMMITTEES.build,
    topics=tuple(
        topic
        for topic in TOPICS
        if topic not in {*COMMITTEES.topics, *WEBINARS.topics, *NOTIFICATIONS.topics}
    ),
)


@dataclass(frozen=True)
class Person:
    id: UUID
    token: str


@dataclass(frozen=True)
class Ground:
    platform: Platform
    people: list[Person]
    webinar_ids: list[UUID]
    moving: list[dict[str, Any]]
    partner: Client


@asynccontextmanager
async def prepared(
    servers: Servers, *, people: int, webinars: int, moving: int
) -> AsyncIterator[Ground]:
    """Migrate, publish the webinars and open the sessions."""
    services = (WEBINARS, NOTIFICATIONS, COMMITTEES, HEARD)
    async with installed(servers, NAMESPACE, *services) as it:
        partner = await it.client.sign_in(Role.PARTNER, holder_id=new_id())
        published = [
            await Webinars(it).published(
                partner,
                starts_at=soon(days=FIRST_DAY + number),
                room=ROOM,
                seats_max=SEATS,
            )
            for number in range(webinars + moving)
        ]
        yield Ground(
            platform=it.platform,
            people=await _people(it.platform, people),
            webinar_ids=[UUID(one["id"]) for one in published[:webinars]],
            moving=published[webinars:],
            partner=partner,
        )


def environment(servers: Servers) -> Mapping[str, str]:
    return {
        "MAILLAGE_MODE": "embedded",
        "MAILLAGE_SECRET": SECRET,
        "MAILLAGE_HTTP__REQUESTS_AT_ONCE": "1000",
        "MAILLAGE_NAMESPACE": NAMESPACE,
        "MAILLAGE_MONGO__URL": servers.mongo_url,
        "MAILLAGE_KAFKA__BOOTSTRAP_SERVERS": servers.kafka_bootstrap,
        "MAILLAGE_KAFKA__SESSION_TIMEOUT_MS": "3000",
        "MAILLAGE_LOG_LEVEL": "error",
    }


async def end_transactions_after(servers: Servers, *, seconds: int) -> None:
    """Have the server give up sooner on transactions whose process is dead."""
    async with AsyncMongoClient[dict[str, object]](servers.mongo_url) as client:
        await client.admin.command(
            {"setParameter": 1, "transactionLifetimeLimitSeconds": seconds}
        )


async def _people(platform: Platform, count: int) -> list[Person]:
    ids = [new_id() for _ in range(count)]
    cards = [
        Card(
            id=id_,
            first_name="Nadia",
            last_name=f"Belkacem {number}",
            email=f"nadia.{number}@exemple.fr",
        )
        for number, id_ in enumerate(ids)
    ]
    await platform.cards.add_many(cards)
    return list(await asyncio.gather(*(_signed_in(platform, id_) for id_ in ids)))


async def _signed_in(platform: Platform, person_id: UUID) -> Person:
    token = await platform.sessions.open(
        NewSession(
            account_id=new_id(),
            person_id=person_id,
            name="Nadia Belkacem",
            place="",
            language="fr",
            grants=(Grant(Role.ADVISOR, new_id()),),
        )
    )
    return Person(person_id, token)
