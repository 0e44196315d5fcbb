"""The registry with two doors, its relay, and the webinars that hear of partners."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from kit.ids import new_id
from maillage.embedded import Servers
from schemas.access import Role
from services.governance.roles import GOVERNANCE
from services.registry.roles import REGISTRY
from services.webinars.roles import WEBINARS
from tests.reliability.members import Member
from tests.reliability.supervisor import Supervisor
from tests.support.harness import SECRET, installed
from tests.support.ports import own_port

SERVICES = (REGISTRY, GOVERNANCE, WEBINARS)
PARTNERS = "/api/v1/partners"
FEE = 100_000
DOORS = ("api-0", "api-1")


@dataclass(frozen=True)
class Ground:
    """`standing` are the partners that are there to be changed, at version 1."""

    headers: Mapping[str, str]
    standing: list[str]


@asynccontextmanager
async def prepared(servers: Servers, *, standing: int) -> AsyncIterator[Ground]:
    """Migrate, sign in who may command, and add the partners to be changed."""
    async with installed(servers, "", *SERVICES) as it:
        admin = await it.client.sign_in(Role.NATIONAL_ADMIN)
        added = [
            await admin.post(
                PARTNERS, json={"name": f"Avant {number}", "fee_cents": FEE}
            )
            for number in range(standing)
        ]
        yield Ground(admin.headers, [one.json()["id"] for one in added])


def crew(folder: Path, servers: Servers) -> Supervisor:
    """Two processes serve, so that repeats meet in the store and nowhere else."""
    registry, webinars = "services.registry.roles", "services.webinars.roles"
    doors = [
        Member(
            name=name,
            service=f"{registry}:REGISTRY",
            role="api",
            environment={"MAILLAGE_HTTP__PORT": str(port)},
        )
        for name, port in zip(DOORS, _ports(folder), strict=True)
    ]
    relay = Member(name="relay", service=f"{registry}:REGISTRY", role="relay")
    worker = Member(name="worker", service=f"{webinars}:WEBINARS", role="worker")
    return Supervisor(
        folder / "roles",
        members=[*doors, relay, worker],
        environment={
            "MAILLAGE_MODE": "embedded",
            "MAILLAGE_SECRET": SECRET,
            "MAILLAGE_HTTP__REQUESTS_AT_ONCE": "1000",
            "MAILLAGE_MONGO__URL": servers.mongo_url,
            "MAILLAGE_KAFKA__BOOTSTRAP_SERVERS": servers.kafka_bootstrap,
            "MAILLAGE_LOG_LEVEL": "error",
        },
    )


def urls(folder: Path) -> list[str]:
    return [f"http://127.0.0.1:{port}" for port in _ports(folder)]


def new_key(number: int) -> str:
    return f"{number}-{new_id()}"


def _ports(folder: Path) -> list[int]:
    return [own_port(name, folder=folder) for name in DOORS]
