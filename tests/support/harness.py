"""A platform on the real servers, and a client of the application that stands on it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx2
from fastapi import FastAPI
from pydantic import SecretStr

from kit.identity.callers import Grant
from kit.identity.sessions import NewSession
from kit.ids import new_id
from kit.platform import Platform, platform
from kit.running import application, migrate, relays, workers
from kit.running.serving import build_all
from kit.service import Provided, Service
from kit.settings import HttpSettings, KafkaSettings, MongoSettings, Settings
from maillage.embedded import Servers
from tests.support import dying
from tests.support.namespaces import clear, new_namespace

SECRET = "a secret of the tests, long enough to be taken"  # noqa: S105 - signs nothing real
HOST = "http://maillage.test"


def settings_for(servers: Servers, namespace: str) -> Settings:
    """Return the settings of an embedded installation on the tests' servers."""
    return Settings(
        mode="embedded",
        namespace=namespace,
        public_url=HOST,
        secret=SecretStr(SECRET),
        mongo=MongoSettings(url=SecretStr(servers.mongo_url)),
        kafka=KafkaSettings(bootstrap_servers=servers.kafka_bootstrap, partitions=2),
        # A crowd is a matter of its own: elsewhere everybody is let in.
        http=HttpSettings(host="127.0.0.1", requests_at_once=10_000),
        log_level="error",
    )


@dataclass
class Client:
    """Speaks HTTP to the application, as one person, one machine or nobody."""

    http: httpx2.AsyncClient
    platform: Platform
    headers: dict[str, str] = field(default_factory=dict)

    async def sign_in(
        self,
        *roles: str,
        holder_id: UUID | None = None,
        person_id: UUID | None = None,
        name: str = "Claire Vidal",
        grants: Sequence[Grant] = (),
    ) -> "Client":
        """Return a client with a session that holds these roles, or these grants."""
        token = await self.platform.sessions.open(
            NewSession(
                account_id=new_id(),
                person_id=person_id or new_id(),
                name=name,
                place="",
                language="fr",
                grants=(*(Grant(role, holder_id) for role in roles), *grants),
            )
        )
        return Client(self.http, self.platform, {"Authorization": f"Bearer {token}"})

    async def ask(self, method: str, path: str, **options: Any) -> httpx2.Response:
        headers = self.headers | dict(options.pop("headers", {}))
        if dying.is_fatal(method):
            headers.setdefault("Idempotency-Key", str(new_id()))
            return await dying.answer_of_the_dying(
                lambda: self.http.request(method, path, headers=headers, **options)
            )
        return await self.http.request(method, path, headers=headers, **options)

    async def get(self, path: str, **options: Any) -> httpx2.Response:
        return await self.ask("GET", path, **options)

    async def post(self, path: str, **options: Any) -> httpx2.Response:
        return await self.ask("POST", path, **options)

    async def page(self, path: str, **options: Any) -> httpx2.Response:
        """Ask as a browser does."""
        headers = {"Accept": "text/html"} | dict(options.pop("headers", {}))
        return await self.ask("GET", path, headers=headers, **options)


@dataclass
class Installation:
    """Some services, migrated, on the real servers, under a namespace of their own."""

    platform: Platform
    services: Sequence[Service]
    provided: Provided
    app: FastAPI
    client: Client

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """Run every relay and worker while the block runs."""
        async with (
            relays(self.platform, self.services),
            workers(self.platform, self.services, self.provided),
        ):
            yield


@asynccontextmanager
async def installed(
    servers: Servers, namespace: str, *services: Service, **changes: Any
) -> AsyncIterator[Installation]:
    """Install them; `changes` are to the settings."""
    settings = settings_for(servers, namespace).model_copy(update=changes)
    async with (
        platform(settings) as built,
        build_all(built, services) as provided,
    ):
        await migrate(built, services, provided)
        app = application(built, services)
        async with _serving(app) as http:
            client = Client(http, built)
            yield Installation(built, services, provided, app, client)


@asynccontextmanager
async def standing(servers: Servers, *services: Service) -> AsyncIterator[Installation]:
    """Install for several tests, each of which has people of its own."""
    namespace = new_namespace()
    try:
        async with installed(servers, namespace, *services) as installation:
            yield installation
    finally:
        await clear(namespace, servers=servers)


async def eventually(
    check: Callable[[], Any], *, seconds: float = 15.0, every: float = 0.1
) -> Any:
    """Wait until the awaited `check()` is true, and return what it returned."""
    deadline = asyncio.get_running_loop().time() + seconds
    while True:
        found = await check()
        if found:
            return found
        if asyncio.get_running_loop().time() > deadline:
            raise AssertionError(f"still {found!r} after {seconds} s")
        await asyncio.sleep(every)


@asynccontextmanager
async def _serving(app: FastAPI) -> AsyncIterator[httpx2.AsyncClient]:
    """Run the lifespan and hand its state to each request, as a server does."""
    async with app.router.lifespan_context(app) as state:

        async def with_state(scope: Any, receive: Any, send: Any) -> None:
            scope["state"] = dict(state or {})
            await app(scope, receive, send)

        transport = httpx2.ASGITransport(app=with_state, raise_app_exceptions=False)
        async with httpx2.AsyncClient(transport=transport, base_url=HOST) as http:
            yield http
