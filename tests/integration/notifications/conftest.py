"""The notifications installed on the real servers, with a mail server of their own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import pytest

from kit.messaging.envelope import Told
from kit.platform import Platform, platform
from kit.running import application, migrate
from kit.running.serving import build_all
from kit.service import Provided, Service
from maillage.embedded import Servers
from schemas.events import BY_SERVICE
from services.notifications.announcements.handlers import (
    RecipientHandlers,
    RegistrationHandlers,
    VoteHandlers,
    WebinarHandlers,
)
from services.notifications.coverage.handlers import CoverageHandlers
from services.notifications.deliveries.service import Deliverer
from services.notifications.roles import NOTIFICATIONS
from services.notifications.tasks.handlers import TaskHandlers
from tests.support.harness import Client, Installation, _serving, settings_for
from tests.support.notifications import card
from tests.support.smtp import Post

T = TypeVar("T")


@asynccontextmanager
async def _nothing(_: Platform) -> AsyncIterator[Provided]:
    yield {}


# The topics of the services that are not installed here.
OTHERS = Service(
    name="others",
    build=_nothing,
    topics=tuple(
        dict.fromkeys(
            event.topic
            for service, events in BY_SERVICE.items()
            if service != "notifications"
            for event in events
        )
    ),
)


@dataclass
class Notifications:
    """The installed service, told facts by hand or by Kafka."""

    installation: Installation
    post: Post

    @property
    def platform(self) -> Platform:
        return self.installation.platform

    @property
    def client(self) -> Client:
        return self.installation.client

    def of(self, kind: type[T]) -> T:
        return cast("T", self.installation.provided[kind])

    async def advisors(self, *batch: Told[Any]) -> None:
        await self.of(RecipientHandlers).on_facts(batch)

    async def webinars(self, *batch: Told[Any]) -> None:
        await self.of(WebinarHandlers).on_facts(batch)

    async def seats(self, *batch: Told[Any]) -> None:
        await self.of(RegistrationHandlers).on_facts(batch)

    async def votes(self, *batch: Told[Any]) -> None:
        await self.of(VoteHandlers).on_facts(batch)

    async def places(self, *batch: Told[Any]) -> None:
        await self.of(CoverageHandlers).on_facts(batch)

    async def tasks(self, *batch: Told[Any]) -> None:
        await self.of(TaskHandlers).on_facts(batch)

    async def deliver(self) -> None:
        await self.of(Deliverer).step()

    async def documents(self, name: str) -> list[dict[str, Any]]:
        found = self.platform.collection("notifications", name).find({})
        return [one async for one in found]

    async def add_cards(self, *people: Any, **more: Any) -> None:
        for person_id in people:
            await self.platform.cards.add(card(person_id, **more))


@pytest.fixture
async def post() -> AsyncIterator[Post]:
    async with Post().open() as opened:
        yield opened


@asynccontextmanager
async def opened(
    servers: Servers, namespace: str, post: Post, **changes: Any
) -> AsyncIterator[Notifications]:
    settings = settings_for(servers, namespace).model_copy(
        update={"smtp": post.settings, **changes}
    )
    services = (NOTIFICATIONS, OTHERS)
    async with (
        platform(settings) as built,
        build_all(built, services) as provided,
    ):
        await migrate(built, services, provided)
        app = application(built, services)
        async with _serving(app) as http:
            client = Client(http, built)
            installation = Installation(built, services, provided, app, client)
            yield Notifications(installation, post)
            await cast("Any", provided[Deliverer])._sender.close()


@pytest.fixture
async def notifications(
    servers: Servers, namespace: str, post: Post
) -> AsyncIterator[Notifications]:
    async with opened(servers, namespace, post) as installed:
        yield installed
