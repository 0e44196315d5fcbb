"""An installation with the demo's data, and its readers: with much, or nothing."""

import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2

from maillage.demo.cast import ADVISOR, PEOPLE
from maillage.embedded.processes import ServerProcess
from maillage.running import ADMINISTRATOR
from tests.journeys.machine import Machine
from tests.support.harness import eventually
from tests.support.ports import own_port

START_SECONDS_MAX = 420.0
# The last line of the welcome: the demo, if there is one, is over.
WELCOME = "Ctrl-C"
PASSWORD = "une phrase assez longue"  # noqa: S105 - of invented people


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody with a session, or a visitor without one."""

    name: str
    token: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        return {} if self.token is None else {"Authorization": f"Bearer {self.token}"}


@dataclass(frozen=True, slots=True)
class Demo:
    url: str
    folder: Path

    @property
    def password(self) -> str:
        kept = json.loads((self.folder / "secrets.json").read_text("utf-8"))
        return str(kept["password"])

    async def reader(self, name: str, email: str, password: str) -> Reader:
        body = {"email": email, "password": password}
        opened = await Machine(self.url).post("/sessions", body)
        return Reader(name, opened["token"])

    async def readers(self, *, has_demo: bool) -> list[Reader]:
        """Return a visitor and the administration; with the demo, every role twice."""
        admin = await self.reader("administration", ADMINISTRATOR, self.password)
        few = [Reader("visitor"), admin]
        if not has_demo:
            return few
        emails = {
            "manager": PEOPLE["centre-1"].email,
            "chair": PEOPLE["centre-2"].email,
            "partner": PEOPLE["factura"].email,
            "advisor": ADVISOR,
            "operator": PEOPLE["operator"].email,
        }
        full = [
            await self.reader(name, email, self.password)
            for name, email in emails.items()
        ]
        return [*few, *full, *await self._newcomers(admin)]

    async def _newcomers(self, admin: Reader) -> list[Reader]:
        """Let in a manager, a partner and a member for whom there is nothing yet."""
        machine = Machine(self.url, admin.headers)
        structure = await machine.post(
            "/structures",
            {
                "name": "Centre tout neuf",
                "kind": "centre-de-ressources",
                "postcode": "25000",
                "town": "Besançon",
                "is_reception_point": False,
            },
        )
        centre = await machine.post("/centres", {"structure_id": structure["id"]})
        partner = await machine.post(
            "/partners",
            {
                "name": "Partenaire tout neuf",
                "fee_cents": 100_000,
                "paid_until": "2099-12-31",
            },
        )
        holders = {"centre_manager": centre["id"], "partner": partner["id"]}
        found = []
        for role in ("centre_manager", "partner", "member"):
            email = f"{role.replace('_', '-')}@nouveau.example"
            await machine.post(
                "/people",
                {
                    "first_name": "Camille",
                    "last_name": "Neuf",
                    "email": email,
                    "role": role,
                    "holder_id": holders.get(role),
                    "password": PASSWORD,
                },
            )
            found.append(await self.reader(f"new {role}", email, PASSWORD))
        return found


@asynccontextmanager
async def demo(folder: Path, *, has_demo: bool) -> AsyncIterator[Demo]:
    """Run `maillage up` on servers of its own until the block ends."""
    port = own_port("site", folder=folder)
    kept = folder / "site"
    options = () if has_demo else ("--no-demo",)
    process = ServerProcess.start(
        "maillage-up",
        (
            *(sys.executable, "-m", "maillage", "up", *options),
            *("--port", str(port), "--folder", str(kept)),
        ),
        folder=folder,
        environment={"NO_COLOR": "1", "COLUMNS": "200"},
    )
    built = Demo(f"http://127.0.0.1:{port}", kept)

    async def answers() -> bool:
        log = process.log.read_text("utf-8", "replace")
        if not process.is_running():
            raise RuntimeError(log[-2_000:])
        return WELCOME in log and await _is_ready(built.url)

    try:
        await eventually(answers, seconds=START_SECONDS_MAX, every=0.3)
        yield built
    finally:
        await process.stop()


async def _is_ready(url: str) -> bool:
    async with httpx2.AsyncClient() as http:
        try:
            return (await http.get(f"{url}/readyz")).status_code == httpx2.codes.OK
        except httpx2.TransportError:
            return False
