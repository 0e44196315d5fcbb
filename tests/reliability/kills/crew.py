"""The processes of the run: two of each, every one of which will die."""

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from maillage.embedded import Servers
from tests.reliability.members import Member
from tests.reliability.supervisor import Supervisor
from tests.support.ports import own_port

from .drawing import API, JOBS, RELAY, TELLER, Draw
from .ground import environment

WEBINARS = "services.webinars.roles:WEBINARS"
NOTIFICATIONS = "services.notifications.roles:NOTIFICATIONS"
# Ten, five and two minutes in production: a run cannot wait for that again and again.
LENGTHS: Mapping[str, float] = MappingProxyType(
    {
        "services.notifications.deliveries.rules:LEASE": 12.0,
        "services.notifications.deliveries.rules:SENDING_MAX": 6.0,
        "kit.due:LEASE": 6.0,
    }
)
# Of a few seconds' run: nine in an installation, and in the full run.
SHORT_LENGTHS: Mapping[str, float] = MappingProxyType(
    {**LENGTHS, "kit.messaging.lease:LENGTH": 3.0}
)


def crew(
    folder: Path,
    servers: Servers,
    draw: Draw,
    *,
    ports: Sequence[int],
    mail_port: int,
    lengths: Mapping[str, float] = LENGTHS,
) -> Supervisor:
    given = {
        **environment(servers),
        "MAILLAGE_SMTP__HOST": "127.0.0.1",
        "MAILLAGE_SMTP__PORT": str(mail_port),
        "MAILLAGE_SMTP__SECURITY": "none",
    }
    return Supervisor(
        folder / "roles",
        members=_members(ports),
        environment=given,
        faults=draw.faults,
        on_death=draw.on_death,
        lengths=lengths,
    )


def free_ports(folder: Path) -> list[int]:
    """Choose where the two apis will listen, in this life and the next ones."""
    return [own_port(f"api-{number}", folder=folder) for number in range(2)]


async def serve(ports: Sequence[int]) -> bool:
    """Tell whether every api takes connections."""
    try:
        for port in ports:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
    except OSError:
        return False
    return True


def _members(ports: Sequence[int]) -> Sequence[Member]:
    return [
        *(
            Member(
                name=f"{API}-webinars-{number}",
                service=WEBINARS,
                role="api",
                environment={"MAILLAGE_HTTP__PORT": str(port)},
            )
            for number, port in enumerate(ports)
        ),
        *_two(f"{RELAY}-webinars", WEBINARS, "relay"),
        *_two(f"{RELAY}-notifications", NOTIFICATIONS, "relay"),
        *_two(f"{JOBS}-webinars", WEBINARS, "worker"),
        *_two(f"{TELLER}-notifications", NOTIFICATIONS, "worker"),
    ]


def _two(name: str, service: str, role: str) -> list[Member]:
    return [
        Member(name=f"{name}-{number}", service=service, role=role)
        for number in range(2)
    ]
