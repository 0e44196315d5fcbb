"""The rest of the network, as far as the hub sees it: its topics and its readers."""

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import Any
from uuid import UUID

from kit.ids import new_id
from kit.messaging.envelope import Outgoing, Told, headers
from kit.platform import Platform
from kit.service import CollectionPlan, Hearing, Provided, RawHearing, Service
from schemas.base import Event
from schemas.events import TOPICS, on_topics
from schemas.events.webinars import WebinarPublished
from schemas.readers import GROUPS, NOTIFICATIONS_WEBINARS, Group
from tests.support.harness import Installation


class Reader:
    """Remembers what took effect, once for each event, and fails when told to."""

    def __init__(self) -> None:
        self.told: list[UUID] = []
        self.effects: set[UUID] = set()
        self.heard: list[Told[Event]] = []
        self.is_broken = False

    async def on_facts(self, batch: Sequence[Told[Event]]) -> None:
        if self.is_broken:
            raise RuntimeError("broken on purpose")
        self.told += [one.id for one in batch]
        self.heard += batch
        self.effects |= {one.id for one in batch}


def network(*, without: Sequence[str] = ()) -> Service:
    """Return a service that stands for all others, but those that are there."""

    @asynccontextmanager
    async def build(_: Platform) -> AsyncIterator[dict[type, object]]:
        yield {Reader: Reader()}

    return Service(
        name="network",
        build=build,
        hears=partial(_hears, without=("hub", *without)),
        collections=(CollectionPlan(database="network", name="things"),),
        topics=[topic for topic in TOPICS if not topic.startswith("tn.hub.")],
    )


def _hears(
    provided: Provided, *, without: Sequence[str]
) -> Sequence[Hearing | RawHearing]:
    reader = provided[Reader]
    assert isinstance(reader, Reader)
    return [
        Hearing(group, on_topics(*group.topics), _handler(reader, group))
        for group in GROUPS
        if group.service not in without
    ]


def _handler(reader: Reader, group: Group) -> Any:
    async def nothing(_: Sequence[Told[Event]]) -> None:
        return

    return reader.on_facts if group is NOTIFICATIONS_WEBINARS else nothing


def published(**changes: Any) -> WebinarPublished:
    example = dict(WebinarPublished.example) | {"webinar_id": str(new_id())}
    return WebinarPublished.model_validate(example | changes)


async def tell(
    installation: Installation,
    fact: Event,
    *,
    sequence: int = 1,
    data: str | None = None,
    leave_out: Sequence[str] = (),
    **changed: bytes,
) -> UUID:
    """Put a record on Kafka as a relay would, or spoilt as the arguments say."""
    platform, event_id = installation.platform, new_id()
    entry = {
        "id": event_id,
        "type": fact.type,
        "key": fact.key,
        "source": "webinars",
        "at": platform.clock(),
        "sequence": sequence,
        "correlation_id": str(event_id),
    }
    told = dict(headers(entry)) | changed
    await platform.bus.publish_or_raise(
        Outgoing(
            topic=platform.prefix + fact.topic,
            key=fact.key.encode(),
            value=(fact.model_dump_json() if data is None else data).encode(),
            headers=[(name, told[name]) for name in told if name not in leave_out],
        )
    )
    return event_id


def spoilt(fact: Event, **changes: Any) -> str:
    """Return the data of a fact with fields that its contract refuses."""
    return json.dumps(json.loads(fact.model_dump_json()) | changes)
