"""Access keys of machines: rotated with an overlap, limited in rate (HUB-11)."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio

from kit.clock import now
from kit.identity.callers import Caller
from kit.identity.rates import SHARES, Rates
from kit.ids import new_id
from kit.platform import IDENTITY
from maillage.embedded import Servers
from services.hub.roles import HUB
from tests.support.harness import Client, Installation, standing

from .network import network

EVENTS, CLIENTS = "/api/v1/events", "/api/v1/clients"
WRONG: tuple[dict[str, Any], ...] = (
    {"overlap_hours": 169},
    {"overlap_hours": -1},
    {"overlap_hours": "soon"},
    {"expires_on": "2020-01-01"},
    {"unknown": 1},
)
NOON = datetime(2026, 11, 23, 12, 0, 20, tzinfo=UTC)

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def hub(servers: Servers) -> AsyncIterator[Installation]:
    async with standing(servers, HUB, network()) as installation:
        yield installation


@pytest_asyncio.fixture(loop_scope="module")
async def operator(hub: Installation) -> Client:
    return await hub.client.sign_in("operator", name="Samir Haddad")


def machine(hub: Installation, key: str) -> Client:
    return Client(hub.client.http, hub.platform, {"Authorization": f"Bearer {key}"})


async def a_client(operator: Client, **wanted: Any) -> dict[str, Any]:
    # Two keys in use may not have one name.
    told = {"name": f"Portail {new_id()}", "scopes": ["events.read"]} | wanted
    answer = await operator.post(CLIENTS, json=told)
    assert answer.status_code == 201
    return dict(answer.json())


class TestRotating:
    async def test_both_keys_work_until_the_overlap_ends(
        self, hub: Installation, operator: Client
    ) -> None:
        first = await a_client(operator)
        path = f"{CLIENTS}/{first['id']}"

        second = await operator.post(f"{path}/rotations", json={"overlap_hours": 24})
        overlapping = [
            (await machine(hub, key).get(EVENTS)).status_code
            for key in (first["key"], second.json()["key"])
        ]
        await ended(hub, first["key"])
        afterwards = [
            (await machine(hub, key).get(EVENTS)).status_code
            for key in (first["key"], second.json()["key"])
        ]

        former = second.json()["former_key"]
        length = datetime.fromisoformat(former["ends_at"]) - now()
        assert second.status_code == 201
        assert former["key_ending"] == first["key_ending"]
        assert timedelta(hours=23, minutes=59) < length <= timedelta(hours=24)
        assert overlapping == [200, 200]
        assert afterwards == [401, 200]

    async def test_a_third_key_ends_the_oldest_and_no_overlap_the_one_in_use(
        self, hub: Installation, operator: Client
    ) -> None:
        first = await a_client(operator)
        path = f"{CLIENTS}/{first['id']}/rotations"

        second = (await operator.post(path, json={"overlap_hours": 48})).json()
        third = (await operator.post(path, json={"overlap_hours": 48})).json()

        statuses = [
            (await machine(hub, one["key"]).get(EVENTS)).status_code
            for one in (first, second, third)
        ]
        last = (await operator.post(path, json={"overlap_hours": 0})).json()
        assert statuses == [401, 200, 200]
        assert (await machine(hub, third["key"]).get(EVENTS)).status_code == 401
        assert (await machine(hub, last["key"]).get(EVENTS)).status_code == 200

    async def test_revoking_refuses_both_keys_at_the_next_request(
        self, hub: Installation, operator: Client
    ) -> None:
        first = await a_client(operator)
        path = f"{CLIENTS}/{first['id']}"
        second = (await operator.post(f"{path}/rotations", json={})).json()

        await operator.ask("DELETE", path)

        for key in (first["key"], second["key"]):
            assert (await machine(hub, key).get(EVENTS)).status_code == 401
        again = await operator.post(f"{path}/rotations", json={})
        assert again.status_code == 409

    async def test_each_key_tells_when_it_was_last_used(
        self, hub: Installation, operator: Client
    ) -> None:
        first = await a_client(operator)
        path = f"{CLIENTS}/{first['id']}"
        await operator.post(f"{path}/rotations", json={})

        before = (await operator.get(path)).json()
        await machine(hub, first["key"]).get(EVENTS)
        after = (await operator.get(path)).json()

        assert before["former_key"]["last_used_at"] is None
        assert after["former_key"]["last_used_at"] is not None
        assert after["last_used_at"] is None

    async def test_what_cannot_be_right_is_refused(
        self, hub: Installation, operator: Client
    ) -> None:
        first = await a_client(operator)

        for body in WRONG:
            path = f"{CLIENTS}/{first['id']}/rotations"
            assert (await operator.post(path, json=body)).status_code == 422, body
        assert (await machine(hub, first["key"]).get(EVENTS)).status_code == 200

    async def test_no_collection_holds_the_new_key(
        self, hub: Installation, operator: Client
    ) -> None:
        first = await a_client(operator)
        key = (
            await operator.post(
                f"{CLIENTS}/{first['id']}/rotations",
                json={},
                headers={"Idempotency-Key": "the same one"},
            )
        ).json()["key"]
        await machine(hub, key).get(EVENTS)

        stored = [
            str(document)
            for database in ("hub", IDENTITY)
            for name in await hub.platform.mongo.database(
                database
            ).list_collection_names()
            async for document in hub.platform.collection(database, name).find({})
        ]

        assert not [one for one in stored if key in one]

    async def test_the_page_rotates_a_key_and_shows_it_once(
        self, hub: Installation, operator: Client
    ) -> None:
        first = await a_client(operator)
        path = f"/cles/{first['id']}"

        shown = await operator.page(path)
        rotated = await operator.post(
            f"{path}/renouveler",
            data={"overlap_hours": "72"},
            headers={"Accept": "text/html"},
        )
        again = await operator.page(path)

        [key] = set(re.findall(r"mk_[\w-]{43}", rotated.text))
        assert first["key"] not in shown.text
        assert rotated.status_code == 201
        assert key not in again.text
        assert (await machine(hub, key).get(EVENTS)).status_code == 200


class TestLimiting:
    async def test_beyond_its_rate_a_machine_is_told_to_wait(
        self, hub: Installation, operator: Client
    ) -> None:
        client = await a_client(operator, requests_per_minute=3)

        # A minute may turn meanwhile: then the count begins again.
        answers = [await machine(hub, client["key"]).get(EVENTS) for _ in range(7)]

        let_in = [one for one in answers if one.status_code == 200]
        refused = [one for one in answers if one.status_code == 429]
        assert len(let_in) + len(refused) == 7
        assert let_in[0].headers["RateLimit-Policy"] == '"client";q=3;w=60'
        assert re.fullmatch(r'"client";r=2;t=\d+', let_in[0].headers["RateLimit"])
        assert refused
        problem = refused[0]
        assert problem.headers["content-type"] == "application/problem+json"
        assert problem.json()["type"].endswith("TooManyRequests")
        assert 1 <= int(problem.headers["Retry-After"]) <= 60
        assert '"client";r=0' in problem.headers["RateLimit"]

    async def test_a_changed_rate_holds_from_the_next_minute_at_the_latest(
        self, hub: Installation, operator: Client
    ) -> None:
        client = await a_client(operator, requests_per_minute=1)
        path = f"{CLIENTS}/{client['id']}"
        read = await operator.get(path)

        changed = await operator.ask(
            "PATCH",
            path,
            json={"requests_per_minute": 40},
            headers={"If-Match": read.headers["ETag"]},
        )
        stale = await operator.ask(
            "PATCH",
            path,
            json={"requests_per_minute": 50},
            headers={"If-Match": read.headers["ETag"]},
        )
        answers = [await machine(hub, client["key"]).get(EVENTS) for _ in range(3)]

        assert changed.json()["requests_per_minute"] == 40
        assert stale.status_code == 412
        assert [one.status_code for one in answers] == [200] * 3
        assert "q=40" in answers[0].headers["RateLimit-Policy"]

    async def test_a_rate_beyond_the_maximum_is_refused_and_people_have_none(
        self, operator: Client
    ) -> None:
        wanted = {"name": "Trop", "scopes": ["events.read"]}

        for rate in (0, 6_001, "many"):
            told = wanted | {"requests_per_minute": rate}
            answer = await operator.post(CLIENTS, json=told)
            assert answer.status_code == 422
            assert answer.json()["errors"][0]["pointer"] == "#/requests_per_minute"
            assert "RateLimit" not in answer.headers

    async def test_the_page_changes_the_rate(self, operator: Client) -> None:
        client = await a_client(operator)
        path = f"/cles/{client['id']}/debit"

        wrong = await operator.post(
            path,
            data={"version": "1", "requests_per_minute": "0"},
            headers={"Accept": "text/html"},
        )
        right = await operator.post(
            path, data={"version": "1", "requests_per_minute": "50"}
        )

        read = (await operator.get(f"{CLIENTS}/{client['id']}")).json()
        assert wrong.status_code == 422
        assert right.status_code == 303
        assert read["requests_per_minute"] == 50


class TestCountingOverProcesses:
    async def test_processes_together_let_in_the_limit_and_write_little(
        self, hub: Installation
    ) -> None:
        uses = Counted(hub.platform.collection(IDENTITY, "client_uses"))
        processes = [Rates(uses, clock=lambda: NOON) for _ in range(3)]  # type: ignore[arg-type] # counts what it passes on
        client = a_caller(per_minute=100)

        taken = await asyncio.gather(
            *(processes[place % 3].take(client) for place in range(300))
        )

        let_in = [one for one in taken if not one.is_refused]
        assert len(let_in) == 100
        assert uses.writes <= SHARES + 2 * len(processes)

    async def test_a_new_minute_begins_anew(self, hub: Installation) -> None:
        moment = [NOON]
        uses = hub.platform.collection(IDENTITY, "client_uses")
        rates = Rates(uses, clock=lambda: moment[0])
        client = a_caller(per_minute=2)

        first = [(await rates.take(client)).is_refused for _ in range(3)]
        moment[0] += timedelta(seconds=40)
        second = [(await rates.take(client)).is_refused for _ in range(3)]

        assert first == second == [False, False, True]


class Counted:
    """A collection that counts its writes."""

    def __init__(self, collection: Any) -> None:
        self._collection = collection
        self.writes = 0

    def find_one_and_update(self, *args: Any, **options: Any) -> Any:
        self.writes += 1
        return self._collection.find_one_and_update(*args, **options)


def a_caller(*, per_minute: int) -> Caller:
    return Caller(kind="client", id=new_id(), key_id="a" * 64, per_minute=per_minute)


async def ended(hub: Installation, key: str) -> None:
    """Let the time of a key that works on run out."""
    past = now() - timedelta(seconds=1)
    clients = hub.platform.collection(IDENTITY, "clients")
    found = await hub.platform.sessions.find(key)
    assert found is not None
    await clients.update_one({"_id": found.key_id}, {"$set": {"expires_at": past}})
