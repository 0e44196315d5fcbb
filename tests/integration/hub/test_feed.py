"""The feed: every event once, in the order of its subject, whatever happens meanwhile."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from kit.identity.sessions import KEY_PREFIX
from schemas.events.webinars import WebinarCancelled, WebinarPublished
from services.hub.journal.repository import KeepingRepository
from services.hub.journal.service import JournalCutter
from tests.support.harness import Client, Installation, eventually

from .network import published, tell

PUBLISHED = "webinar.published.v1"


async def read(client: Client, after: str | None = None, **query: Any) -> Any:
    asked = query | ({} if after is None else {"after": after})
    answer = await client.get("/api/v1/events", params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def read_all(client: Client, *, until: set[UUID], limit: int = 7) -> list[Any]:
    """Follow the feed until these events were seen, then until it is empty."""
    seen: list[Any] = []
    cursor: str | None = None

    async def saw_all() -> bool:
        nonlocal cursor
        page = await read(client, cursor, limit=limit)
        seen.extend(page["items"])
        cursor = page["next"]
        return not page["items"] and until <= {UUID(one["id"]) for one in seen}

    await eventually(saw_all, seconds=30, every=0.01)
    return seen


class TestFeed:
    async def test_concurrent_writes_are_each_read_once_and_in_the_order_of_their_subject(
        self, hub: Installation, operator: Client
    ) -> None:
        subjects = [published() for _ in range(12)]
        told: dict[str, list[UUID]] = {fact.key: [] for fact in subjects}

        async def write(facts: list[WebinarPublished]) -> None:
            for sequence in range(1, 9):
                for fact in facts:
                    event_id = await tell(hub, fact, sequence=sequence)
                    told[fact.key].append(event_id)

        async with hub.working():
            writing = asyncio.gather(*(write(subjects[i::4]) for i in range(4)))
            first = asyncio.create_task(read_all(operator, until=set()))
            await writing
            everything = {one for ids in told.values() for one in ids}
            seen = await read_all(operator, until=everything)
            await first

        ids = [UUID(one["id"]) for one in seen]
        assert len(ids) == len(set(ids)) == len(everything)
        for key, expected in told.items():
            assert [
                UUID(one["id"]) for one in seen if one["subject"] == key
            ] == expected

    async def test_a_filter_neither_skips_nor_repeats_and_its_cursor_goes_on(
        self, hub: Installation, operator: Client
    ) -> None:
        fact = published()
        cancelled = WebinarCancelled.model_validate(fact.model_dump())
        async with hub.working():
            first = await tell(hub, fact, sequence=1)
            await tell(hub, cancelled, sequence=2)
            second = await tell(hub, fact, sequence=3)
            last = await tell(hub, cancelled, sequence=4)
            await read_all(operator, until={last})

        one = await read(operator, type=PUBLISHED, limit=1)
        two = await read(operator, one["next"], type=PUBLISHED, limit=1)
        three = await read(operator, two["next"], type=PUBLISHED)
        unfiltered = await read(operator, three["next"])

        assert [UUID(e["id"]) for e in one["items"] + two["items"]] == [first, second]
        assert three["items"] == []
        assert unfiltered["items"] == []

    async def test_an_event_is_given_in_the_structured_form(
        self, hub: Installation, operator: Client
    ) -> None:
        fact = published()
        async with hub.working():
            event_id = await tell(hub, fact, sequence=3)
            await read_all(operator, until={event_id})

        answer = await operator.get(
            "/api/v1/events", headers={"Accept": "application/cloudevents-batch+json"}
        )

        (event,) = answer.json()
        assert answer.headers["content-type"] == "application/cloudevents-batch+json"
        assert 'rel="next"' in answer.headers["link"]
        assert event["data"] == fact.model_dump(mode="json")
        assert {
            name: event[name] for name in ("specversion", "id", "type", "subject")
        } == {
            "specversion": "1.0",
            "id": str(event_id),
            "type": WebinarPublished.type,
            "subject": fact.key,
        }
        assert event["sequence"] == "3"

    async def test_what_is_no_event_is_kept_in_the_journal_and_left_out_of_the_feed(
        self, hub: Installation, operator: Client
    ) -> None:
        async with hub.working():
            bad = await tell(hub, published(), data="{ no json")
            good = await tell(hub, published())
            seen = await read_all(operator, until={good})

            async def both_are_kept() -> bool:
                page = await operator.page("/journal")
                return str(page.text).count("partition ") >= 2

            await eventually(both_are_kept)

        assert str(bad) not in {one["id"] for one in seen}

    async def test_a_cursor_or_type_of_nobody_is_refused(
        self, operator: Client
    ) -> None:
        wrong = ("x", "bm90IG9uZQ", "WzFd", "eyJ4LnkiOlsxXX0", "e" * 500)

        cursors = [
            await operator.get("/api/v1/events", params={"after": one}) for one in wrong
        ]
        unknown = await operator.get("/api/v1/events", params={"type": "a.b.v1"})
        wide = await operator.get("/api/v1/events", params={"limit": 100_000})

        assert {one.status_code for one in (*cursors, unknown, wide)} == {422}
        assert cursors[0].headers["content-type"] == "application/problem+json"


class TestRetention:
    async def test_what_is_too_old_is_cut_off_and_its_readers_are_told(
        self, hub: Installation, operator: Client
    ) -> None:
        """A cursor before the cut is refused; one behind it and a new reader go on."""
        kept = timedelta(days=hub.platform.settings.journal.kept_days)
        old = published()
        async with hub.working():
            ids = [await tell(hub, old, sequence=one) for one in range(1, 4)]
            await read_all(operator, until=set(ids))
        before = (await read(operator, limit=1))["next"]
        behind = (await read(operator, limit=100))["next"]

        soon = await _cut(hub, after=kept - timedelta(days=1))
        cut = await _cut(hub, after=kept + timedelta(days=1))
        refused = await operator.get("/api/v1/events", params={"after": before})
        async with hub.working():
            young = await tell(hub, published(), sequence=1)
            seen = await read_all(operator, until={young})
        followed = await read(operator, behind)

        assert (soon, cut) == (0, 3)
        assert refused.status_code == 410
        assert refused.headers["content-type"] == "application/problem+json"
        assert "400" in refused.json()["detail"]
        assert [one["id"] for one in seen] == [str(young)]
        assert [one["id"] for one in followed["items"]] == [str(young)]

    async def test_a_partition_is_cut_in_pieces(
        self, hub: Installation, operator: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("services.hub.journal.service.cutting.SOME", 2)
        fact = published()
        async with hub.working():
            ids = [await tell(hub, fact, sequence=one) for one in range(1, 8)]
            await read_all(operator, until=set(ids))

        cut = await _cut(hub, after=timedelta(days=500))

        entries = hub.platform.collection("hub", "journal")
        assert cut == 7
        assert await entries.count_documents({"is_event": True}) == 0


async def _cut(hub: Installation, *, after: timedelta) -> int:
    """Cut as if it were later."""
    platform = hub.platform
    keeping = KeepingRepository(
        platform.collection("hub", "journal"),
        ends=platform.collection("hub", "journal_ends"),
    )
    kept = timedelta(days=platform.settings.journal.kept_days)
    later = platform.clock() + after
    cutter = JournalCutter(keeping=keeping, kept=kept, clock=lambda: later)
    return await cutter.cut()


class TestClients:
    async def test_a_key_reads_the_feed_until_it_is_revoked(
        self, hub: Installation, operator: Client
    ) -> None:
        wanted = {"name": "Portail des CMA", "scopes": ["events.read"]}
        created = (await operator.post("/api/v1/clients", json=wanted)).json()
        machine = Client(
            hub.client.http,
            hub.platform,
            {"Authorization": f"Bearer {created['key']}"},
        )

        before = await machine.get("/api/v1/events")
        foreign = await machine.get("/api/v1/dead-letters")
        listed = (await operator.get(f"/api/v1/clients/{created['id']}")).json()
        revoked = await operator.ask("DELETE", f"/api/v1/clients/{created['id']}")
        after = await machine.get("/api/v1/events")
        twice = await operator.ask("DELETE", f"/api/v1/clients/{created['id']}")

        assert created["key"].startswith(KEY_PREFIX)
        assert before.status_code == 200
        assert foreign.status_code == 403
        assert listed["last_used_at"] is not None
        assert "key" not in listed
        assert revoked.status_code == 204
        assert after.status_code == 401
        assert twice.status_code == 409

    async def test_no_collection_holds_a_key(
        self, hub: Installation, operator: Client
    ) -> None:
        wanted = {"name": "Portail des CMA", "scopes": ["events.read"]}
        key = (
            await operator.post(
                "/api/v1/clients",
                json=wanted,
                headers={"Idempotency-Key": "the same one"},
            )
        ).json()["key"]

        stored = [
            str(document)
            for database in ("hub", "identity")
            for name in await hub.platform.mongo.database(
                database
            ).list_collection_names()
            async for document in hub.platform.collection(database, name).find({})
        ]

        assert stored
        assert not [one for one in stored if key in one]

    async def test_a_name_in_use_and_a_past_expiry_are_refused(
        self, operator: Client
    ) -> None:
        wanted = {"name": "Portail des CMA", "scopes": ["events.read"]}
        await operator.post("/api/v1/clients", json=wanted)

        again = await operator.post(
            "/api/v1/clients", json=wanted | {"name": "portail des cma"}
        )
        late = await operator.post(
            "/api/v1/clients",
            json=wanted | {"name": "B" * 5, "expires_on": "2020-01-01"},
        )
        unknown = await operator.post(
            "/api/v1/clients", json=wanted | {"scopes": ["everything"]}
        )

        assert [one.status_code for one in (again, late, unknown)] == [409, 422, 422]

    async def test_a_form_shows_the_key_once(self, operator: Client) -> None:
        form = {"name": "Portail des CMA", "scopes": "events.read"}

        created = await operator.post(
            "/cles", data=form, headers={"Accept": "text/html"}
        )
        listed = await operator.page("/cles")

        assert created.status_code == 201
        assert KEY_PREFIX in created.text
        assert "Portail des CMA" in listed.text
        assert KEY_PREFIX not in listed.text
