"""Rebuilds: a copy built beside the live one, compared, exchanged if asked (HUB-10)."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

import pytest

from kit.ids import new_id
from kit.messaging.topics import TopicPlan, ensure
from kit.mongo import Collection
from kit.rebuilds import Rebuilds, leading, requests
from kit.rebuilds.beside import Beside
from kit.rebuilds.journal import Journal
from kit.rebuilds.leading import Rebuilder
from kit.rebuilds.worker import RebuildWorker
from maillage.embedded import Servers
from schemas.events import TOPICS
from schemas.events.registry import AdvisorListed, PartnerJoined
from services.hub.roles import HUB
from services.webinars.copies import WebinarRebuilds
from services.webinars.roles import WEBINARS
from tests.support.harness import Client, Installation, eventually, installed

from .network import network, tell

PARTNERS = "webinars.partners"
ADVISORS = "webinars.advisors"
ADDRESS = "/api/v1/rebuilds"


@pytest.fixture
async def hub(servers: Servers, namespace: str) -> AsyncIterator[Installation]:
    plans = [TopicPlan(f"{namespace}.{topic}", partitions=2) for topic in TOPICS]
    await ensure(servers.kafka_bootstrap, plans, replicas=1)
    others = network(without=("webinars",))
    async with installed(servers, namespace, HUB, WEBINARS, others) as installation:
        yield installation


@pytest.fixture
def relaxed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look only for a moment whether a live copy that differs catches up."""
    monkeypatch.setattr(RebuildWorker, "settle_seconds", 2.0)


def copies(hub: Installation, name: str = "partners") -> Collection:
    return hub.platform.collection("webinars", name)


def partner(organisation_id: UUID | None = None, **changes: Any) -> PartnerJoined:
    told = {"organisation_id": str(organisation_id or new_id())} | changes
    return PartnerJoined.model_validate(dict(PartnerJoined.example) | told)


def advisor() -> AdvisorListed:
    told = {"advisor_id": str(new_id()), "person_id": str(new_id())}
    return AdvisorListed.model_validate(dict(AdvisorListed.example) | told)


async def keep(hub: Installation, *facts: Any, name: str = "partners") -> None:
    """Tell facts, and wait for the live copy and the journal to have them."""
    for fact in facts:
        await tell(hub, fact)
    journal = hub.platform.collection("hub", "journal")

    async def both_have_them() -> bool:
        keys = {fact.key for fact in facts}
        copied = await copies(hub, name).count_documents(
            {"_id": {"$in": [UUID(key) for key in keys]}}
        )
        kept = await journal.count_documents({"key": {"$in": list(keys)}})
        return bool(copied == len(keys) and kept >= len(facts))

    await eventually(both_have_them, seconds=30)


async def all_of(documents: Collection) -> dict[Any, Any]:
    return {one["_id"]: one async for one in documents.find({})}


async def ask(operator: Client, model: str = PARTNERS, **changes: Any) -> Any:
    told = {"model": model, "reason": "essai de reconstruction"} | changes
    return await operator.post(ADDRESS, json=told)


async def ended(operator: Client, asked: Any) -> Any:
    rebuild = asked.json()
    address = f"{ADDRESS}/{rebuild['model']}/{rebuild['id']}"

    async def has_ended() -> Any:
        found = (await operator.get(address)).json()
        return found if found["ended_at"] else None

    return await eventually(has_ended, seconds=60)


async def beside(hub: Installation) -> list[str]:
    names = await hub.platform.mongo.database("webinars").list_collection_names()
    return [name for name in names if ".rebuild" in name]


async def _died_before(*_: Any, **__: Any) -> None:
    """Give nothing back: whoever is killed has no time for it."""


class Freeze:
    """Stops who comes to a place for the so manieth time, until it is woken."""

    def __init__(self, goes_on: Callable[..., Awaitable[Any]], *, at: int = 1) -> None:
        self._goes_on = goes_on
        self._left = at
        self.is_asleep = asyncio.Event()
        self.woken = asyncio.Event()

    def freezing(self) -> Callable[..., Awaitable[Any]]:
        async def go_on(*told: Any, **options: Any) -> Any:
            self._left -= 1
            if self._left == 0:
                self.is_asleep.set()
                await self.woken.wait()
            return await self._goes_on(*told, **options)

        return go_on


class TestComparing:
    async def test_a_sound_copy_is_the_same_to_the_last_field(
        self, hub: Installation, operator: Client
    ) -> None:
        one = partner()
        renamed = partner(one.organisation_id, name="Coopérative du Vexin")
        async with hub.working():
            await keep(hub, one, partner(), partner())
            await tell(hub, renamed, sequence=2)

            done = await ended(operator, await ask(operator))

        report = done["report"]
        assert done["state"] == "done"
        assert report["live_count"] == report["rebuilt_count"] == 3
        assert report["live_checksum"] == report["rebuilt_checksum"]
        assert (report["differences"], report["gaps"]) == ([], [])
        assert (done["read_count"], done["swapped_at"]) == (4, None)
        assert await beside(hub) == []

    @pytest.mark.usefixtures("relaxed")
    async def test_what_differs_is_named_and_the_live_one_left_alone(
        self, hub: Installation, operator: Client
    ) -> None:
        wrong, lost, stranger = partner(), partner(), new_id()
        async with hub.working():
            await keep(hub, wrong, lost, partner())
            change = {"$set": {"name": "Un autre nom"}}
            await copies(hub).update_one({"_id": wrong.organisation_id}, change)
            await copies(hub).delete_one({"_id": lost.organisation_id})
            await copies(hub).insert_one({"_id": stranger, "name": "?", "sequence": 1})
            before = await all_of(copies(hub))

            report = (await ended(operator, await ask(operator)))["report"]

        found = {(d["id"], d["kind"], *d["fields"]) for d in report["differences"]}
        assert found == {
            (str(wrong.organisation_id), "different", "name"),
            (str(lost.organisation_id), "only_rebuilt"),
            (str(stranger), "only_live"),
        }
        assert report["live_checksum"] != report["rebuilt_checksum"]
        assert await all_of(copies(hub)) == before


class TestExchange:
    @pytest.mark.usefixtures("relaxed")
    async def test_the_rebuilt_one_takes_the_place_with_its_indexes(
        self, hub: Installation, operator: Client
    ) -> None:
        facts = [advisor() for _ in range(5)]
        live = copies(hub, "advisors")
        async with hub.working():
            await keep(hub, *facts, name="advisors")
            sound, indexes = await all_of(live), await live.index_information()
            await live.delete_many({"_id": facts[0].advisor_id})
            await live.update_many({}, {"$set": {"is_active": True}})

            done = await ended(operator, await ask(operator, ADVISORS, swaps=True))

        assert done["state"] == "done"
        assert done["swapped_at"] is not None
        assert await all_of(live) == sound
        assert await live.index_information() == indexes
        assert await beside(hub) == []

    async def test_what_is_told_meanwhile_is_not_lost(
        self, hub: Installation, operator: Client
    ) -> None:
        known = [new_id() for _ in range(6)]
        sequences = dict.fromkeys(known, 0)
        stop = asyncio.Event()

        async def go_on_telling() -> None:
            while not stop.is_set():
                for one in known:
                    sequences[one] += 1
                    await tell(hub, partner(one), sequence=sequences[one])

        async with hub.working():
            telling = asyncio.create_task(go_on_telling())
            first = await ended(operator, await ask(operator, swaps=True))
            second = await ended(operator, await ask(operator, swaps=True))
            stop.set()
            await telling

            async def is_up_to_date() -> bool:
                found = await all_of(copies(hub))
                come = {one: found[one]["sequence"] for one in found}
                return come == sequences

            await eventually(is_up_to_date, seconds=20)

        assert [first["state"], second["state"]] == ["done", "done"]
        assert min(sequences.values()) > 1

    @pytest.mark.usefixtures("relaxed")
    async def test_a_journal_with_gaps_does_not_take_the_place(
        self, hub: Installation, operator: Client
    ) -> None:
        facts = [partner() for _ in range(4)]
        journal = hub.platform.collection("hub", "journal")
        async with hub.working():
            await keep(hub, *facts)
            before = await all_of(copies(hub))
            forgotten = await journal.delete_many({"key": facts[0].key})

            refused = await ended(operator, await ask(operator, swaps=True))
            kept = await all_of(copies(hub))
            forced = await ended(
                operator, await ask(operator, swaps=True, despite_gaps=True)
            )

        gaps = refused["report"]["gaps"]
        assert (refused["state"], refused["swapped_at"]) == ("refused", None)
        assert sum(one["missing_count"] for one in gaps) == forgotten.deleted_count
        assert kept == before
        assert forced["state"] == "done"
        assert set(await all_of(copies(hub))) == {
            one.organisation_id for one in facts[1:]
        }


class TestInterruption:
    async def test_one_killed_while_reading_leaves_the_live_one_and_goes_on(
        self, hub: Installation, operator: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(leading, "CHUNK", 1)
        monkeypatch.setattr(requests, "LEASE", timedelta(seconds=2))
        monkeypatch.setattr(Rebuilds, "release", _died_before)
        worker = cast("WebinarRebuilds", hub.provided[WebinarRebuilds])
        async with hub.working():
            await keep(hub, *(partner() for _ in range(40)))
            before = await all_of(copies(hub))
        asked = await ask(operator, swaps=True)
        address = f"{ADDRESS}/{PARTNERS}/{asked.json()['id']}"
        killed = asyncio.create_task(worker.step())

        async def is_under_way() -> Any:
            found = (await operator.get(address)).json()
            return 0 < found["read_count"] < 40

        await eventually(is_under_way, every=0.005)
        killed.cancel()
        await asyncio.wait({killed})
        monkeypatch.setattr(Beside, "make", _died_before)  # what was read is kept
        halfway = (await operator.get(address)).json()
        live = await all_of(copies(hub))
        async with hub.working():
            done = await ended(operator, asked)

        assert halfway["ended_at"] is None
        assert done["read_count"] == 40
        assert live == before
        assert done["state"] == "done"
        assert done["report"]["live_checksum"] == done["report"]["rebuilt_checksum"]
        assert await all_of(copies(hub)) == before

    @pytest.mark.parametrize("wakes", ["before the end", "after the end"])
    @pytest.mark.parametrize("asleep", ["making", "reading"])
    async def test_one_that_wakes_from_a_freeze_spoils_nothing_of_who_went_on(
        self,
        hub: Installation,
        operator: Client,
        monkeypatch: pytest.MonkeyPatch,
        asleep: str,
        wakes: str,
    ) -> None:
        monkeypatch.setattr(requests, "LEASE", timedelta(seconds=1))
        monkeypatch.setattr(requests, "KEEP_SECONDS", 3_600)
        worker = cast("WebinarRebuilds", hub.provided[WebinarRebuilds])
        of = {"making": (Beside, "make"), "reading": (Rebuilder, "_apply")}[asleep]
        freeze = Freeze(getattr(*of))

        async with hub.working():
            await keep(hub, *(partner() for _ in range(3)))
        before = await all_of(copies(hub))
        asked = await ask(operator, swaps=True)
        monkeypatch.setattr(*of, freeze.freezing())
        frozen = asyncio.create_task(worker.step())
        await freeze.is_asleep.wait()
        compare = Rebuilder._compare

        async def wake_and_compare(*told: Any) -> Any:
            freeze.woken.set()
            await frozen
            return await compare(*told)

        if wakes == "before the end":
            monkeypatch.setattr(Rebuilder, "_compare", wake_and_compare)
        async with hub.working():
            done = await ended(operator, asked)
        freeze.woken.set()
        await frozen

        assert done["state"] == "done"
        assert done["report"]["differences"] == []
        assert await all_of(copies(hub)) == before
        assert await beside(hub) == []

    async def test_one_killed_as_it_takes_over_leaves_the_copy_to_nobody(
        self, hub: Installation, operator: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(leading, "CHUNK", 1)
        monkeypatch.setattr(requests, "LEASE", timedelta(seconds=1))
        monkeypatch.setattr(requests, "KEEP_SECONDS", 3_600)
        worker = cast("WebinarRebuilds", hub.provided[WebinarRebuilds])
        freeze, kill = Freeze(Rebuilder._apply, at=3), Freeze(Journal.count)

        async with hub.working():
            await keep(hub, *(partner() for _ in range(9)))
        before = await all_of(copies(hub))
        asked = await ask(operator, swaps=True)
        monkeypatch.setattr(Rebuilder, "_apply", freeze.freezing())
        frozen = asyncio.create_task(worker.step())
        await freeze.is_asleep.wait()
        await asyncio.sleep(1.2)  # its lease ends
        monkeypatch.setattr(Journal, "count", kill.freezing())
        killed = asyncio.create_task(worker.step())
        await kill.is_asleep.wait()
        killed.cancel()
        await asyncio.wait({killed})
        freeze.woken.set()
        await frozen  # what it had in hand is written, where nobody looks
        async with hub.working():
            done = await ended(operator, asked)

        assert done["state"] == "done"
        assert done["report"]["differences"] == []
        assert await all_of(copies(hub)) == before
        assert await beside(hub) == []

    @pytest.mark.parametrize("at", ["note", "drop"])
    async def test_one_that_is_stopped_as_it_ends_leaves_nothing_beside(
        self,
        hub: Installation,
        operator: Client,
        monkeypatch: pytest.MonkeyPatch,
        at: str,
    ) -> None:
        worker = cast("WebinarRebuilds", hub.provided[WebinarRebuilds])
        note, drop, stop = Rebuilds.note, Beside.drop, asyncio.Event()
        dropped = []

        async def note_slowly(*told: Any, **fields: Any) -> Any:
            noted = await note(*told, **fields)
            if at == "note" and "ended_at" in fields:
                stop.set()
                await asyncio.sleep(0.2)  # who stops it has cancelled by then
            return noted

        async def drop_slowly(copy: Beside, *told: Any, **options: Any) -> None:
            dropped.append(await beside(hub))
            if at == "drop" and dropped[-1]:
                stop.set()
                await asyncio.sleep(0.2)  # who stops it has cancelled by then
            await drop(copy, *told, **options)

        async with hub.working():
            await keep(hub, partner())
        monkeypatch.setattr(Rebuilds, "note", note_slowly)
        monkeypatch.setattr(Beside, "drop", drop_slowly)
        asked = await ask(operator)
        await worker.step(stop)

        assert (await ended(operator, asked))["state"] == "done"
        assert stop.is_set()
        assert [len(found) for found in dropped] == [0, 1]
        assert await beside(hub) == []

    async def test_what_one_cancelled_without_a_leader_left_is_swept(
        self, hub: Installation, operator: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        worker = cast("WebinarRebuilds", hub.provided[WebinarRebuilds])
        made = asyncio.Event()

        async def die(*_: Any, **__: Any) -> Any:
            made.set()
            await asyncio.Event().wait()

        async with hub.working():
            await keep(hub, partner())
        monkeypatch.setattr(Rebuilder, "_read_on", die)
        asked = (await ask(operator)).json()
        dying = asyncio.create_task(worker.step())
        await made.wait()
        dying.cancel()
        await asyncio.wait({dying})
        await worker.sweep()
        under_way = await beside(hub)
        await operator.post(f"{ADDRESS}/{PARTNERS}/{asked['id']}/cancel")
        await worker.sweep()

        assert len(under_way) == 1
        assert await beside(hub) == []

    async def test_one_that_is_stopped_changes_nothing_and_lets_another_begin(
        self, operator: Client
    ) -> None:
        asked = await ask(operator)
        address = f"{ADDRESS}/{PARTNERS}/{asked.json()['id']}"

        second = await ask(operator)
        stopped = await operator.post(f"{address}/cancel")
        again = await operator.post(f"{address}/cancel")
        third = await ask(operator)

        assert second.status_code == 409
        assert (stopped.status_code, stopped.json()["state"]) == (200, "cancelled")
        assert again.status_code == 200
        assert third.status_code == 202

    async def test_unknown_copies_and_rebuilds_are_refused(
        self, operator: Client
    ) -> None:
        unknown = await ask(operator, "webinars.nothing")
        without = await ask(operator, reason=" ")
        absent = await operator.get(f"{ADDRESS}/{PARTNERS}/{UUID(int=1)}")

        assert [unknown.status_code, without.status_code] == [422, 422]
        assert absent.status_code == 404


class TestPages:
    async def test_an_operator_asks_on_the_page_and_reads_what_was_found(
        self, hub: Installation, operator: Client
    ) -> None:
        html = {"Accept": "text/html"}
        form = {"model": PARTNERS, "reason": "vérification"}
        async with hub.working():
            await keep(hub, partner(), partner())
            faulty = await operator.post("/copies", data={}, headers=html)
            asked = await operator.post("/copies", data=form, headers=html)

            async def is_the_same() -> bool:
                page = await operator.page(asked.headers["location"])
                return "Les deux sont identiques" in page.text

            await eventually(is_the_same, seconds=30)
        listed = await operator.page("/copies")
        models = (await operator.get("/api/v1/read-models")).json()["items"]

        assert (faulty.status_code, asked.status_code) == (422, 303)
        assert "Identiques" in listed.text
        assert {one["name"] for one in models} >= {PARTNERS, ADVISORS}
