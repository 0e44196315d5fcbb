"""Five services, each an application of its own, as five processes would be."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

import httpx2
from pydantic import SecretStr

from kit.platform import Platform, platform
from kit.running import application, migrate
from kit.running.serving import build_all
from kit.service import Provided
from maillage.embedded import servers as embedded_servers
from maillage.running import SERVICES
from services.registry.accounts.models import Account, NewPerson
from services.registry.accounts.service import AccountService, SignInService
from tests.conftest import quiet
from tests.support.harness import Client, _serving, settings_for
from tests.support.identity import Provider

PASSWORD: Final = "une phrase qui suffit"  # noqa: S105 - of nobody
OK: Final = 200
KEY_DOOR: Final = "/api/v1/events"
# What only somebody with a session may read, one in each service.
DOORS: Final[Mapping[str, str]] = {
    "/api/v1/account": "registry",
    "/api/v1/committees": "governance",
    "/api/v1/registrations": "webinars",
    "/api/v1/preferences": "notifications",
    "/api/v1/clients": "hub",
    "/api/v1/events": "hub",
}
# Those of them that a role opens, and the one that a key opens.
ROLE_DOORS: Final = frozenset({"/api/v1/committees", "/api/v1/clients", KEY_DOOR})


@dataclass(frozen=True)
class Ground:
    platforms: Mapping[str, Platform]
    provided: Mapping[str, Provided]
    http: Mapping[str, httpx2.AsyncClient]
    provider: Provider

    @property
    def registry(self) -> Platform:
        return self.platforms["registry"]

    def part(self, service: str, kind: type[Any]) -> Any:
        return self.provided[service][kind]

    async def ask(
        self, service: str, method: str, path: str, **options: Any
    ) -> httpx2.Response:
        """Ask as nobody, but for what `options` carry; cookies are never kept."""
        answer = await self.http[service].request(method, path, **options)
        self.http[service].cookies.clear()
        return answer

    async def opened(self, headers: Mapping[str, str]) -> set[str]:
        """Knock once at the doors of every service; return those that open."""
        answers = {
            path: await self.ask(service, "GET", path, headers=dict(headers))
            for path, service in DOORS.items()
        }
        return {path for path, answer in answers.items() if answer.status_code == OK}

    async def person(self, name: str, role: str = "national_admin") -> Account:
        accounts = cast("AccountService", self.part("registry", AccountService))
        return await accounts.open(
            NewPerson.model_validate(
                {
                    "first_name": "Claire",
                    "last_name": "Vidal",
                    "email": f"{name}@exemple.fr",
                    "role": role,
                    "password": SecretStr(PASSWORD),
                }
            )
        )

    async def session(self, account: Account) -> str:
        sign_ins = cast("SignInService", self.part("registry", SignInService))
        return await sign_ins.open_session(account)

    def client(self, service: str, token: str) -> Client:
        return Client(self.http[service], self.platforms[service], bearer(token))


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


@asynccontextmanager
async def ground(folder: Path) -> AsyncIterator[Ground]:
    running = embedded_servers(folder, on_progress=quiet, fresh=True, test=True)
    async with running as servers, Provider().open() as provider:
        changes = {"oidc": provider.settings()}
        settings = settings_for(servers, "forging").model_copy(update=changes)
        built: dict[str, Platform] = {}
        provided: dict[str, Provided] = {}
        http: dict[str, httpx2.AsyncClient] = {}
        async with AsyncExitStack() as stack:
            for service in SERVICES:
                own = await stack.enter_async_context(platform(settings))
                parts = await stack.enter_async_context(build_all(own, [service]))
                await migrate(own, [service], parts)
                app = application(own, [service])
                http[service.name] = await stack.enter_async_context(_serving(app))
                built[service.name], provided[service.name] = own, parts
            yield Ground(built, provided, http, provider)
