"""Replays of the journal: one reader alone, at a rate, marked, through kills (HUB-09)."""

import asyncio
import time
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

import pytest

from kit.clock import now
from schemas.events.webinars import WebinarCancelled, WebinarPublished
from services.hub.replays import repository
from services.hub.replays.repository import ReplayRepository
from services.hub.replays.service import JournalReplayWorker
from tests.support.harness import Client, Installation, eventually

from .network import Reader, published, tell

GROUP = "notifications.webinars"
ADDRESS = "/api/v1/replays"
PUBLISHED = "webinar.published.v1"


def reader_of(hub: Installation) -> Reader:
    return cast("Reader", hub.provided[Reader])


def wanted(**changes: Any) -> dict[str, Any]:
    return {"group": GROUP, "reason": "essai d’un rejeu"} | changes


async def keep(hub: Installation, operator: Client, *facts: Any) -> list[UUID]:
    """Tell facts, and wait until the journal has them and the reader has heard them."""
    counted = await operator.post(f"{ADDRESS}/forecast", json={"group": GROUP})
    before = counted.json()["total_count"]
    told = [await tell(hub, fact, sequence=n) for n, fact in enumerate(facts, 1)]

    async def is_kept() -> bool:
        answer = await operator.post(f"{ADDRESS}/forecast", json={"group": GROUP})
        heard = set(told) <= reader_of(hub).effects
        return bool(answer.json()["total_count"] == before + len(facts)) and heard

    await eventually(is_kept, seconds=30)
    return told


async def ended(operator: Client, replay: Any, *, state: str = "done") -> Any:
    async def has_ended() -> Any:
        found = (await operator.get(f"{ADDRESS}/{replay['id']}")).json()
        return found if found["state"] != "running" else None

    found = await eventually(has_ended, seconds=40)
    assert found["state"] == state
    return found


async def heard_again(hub: Installation, ids: list[UUID]) -> list[UUID]:
    """Wait until these were heard as told from the journal, and return them so."""

    async def all_of_them() -> list[UUID] | None:
        again = [one.id for one in reader_of(hub).heard if one.is_from_journal]
        return again if set(ids) <= set(again) else None

    found: list[UUID] = await eventually(all_of_them, seconds=30)
    return found


async def _died_before(*_: Any, **__: Any) -> None:
    """Give nothing back: whoever is killed has no time for it."""


class TestForecast:
    async def test_it_counts_by_type_and_tells_nothing(
        self, hub: Installation, operator: Client
    ) -> None:
        one = published()
        cancelled = WebinarCancelled.model_validate(one.model_dump())
        async with hub.working():
            await keep(hub, operator, one, published(), cancelled)

            answer = await operator.post(
                f"{ADDRESS}/forecast", json={"group": GROUP, "rate": 2}
            )

        told = answer.json()
        counts = {one["type"]: one["count"] for one in told["by_type"]}
        assert counts == {WebinarPublished.type: 2, WebinarCancelled.type: 1}
        assert told["seconds"] == 1.5
        assert told["first_at"] <= told["last_at"]
        assert not any(one.is_replayed for one in reader_of(hub).heard)
        assert (await operator.get(ADDRESS)).json()["items"] == []

    async def test_type_period_and_subject_narrow_it(
        self, hub: Installation, operator: Client
    ) -> None:
        one, other = published(), published()
        cancelled = WebinarCancelled.model_validate(one.model_dump())
        async with hub.working():
            await keep(hub, operator, one, other, cancelled)
        later = (now() + timedelta(hours=1)).isoformat()

        counts = [
            (
                await operator.post(
                    f"{ADDRESS}/forecast", json={"group": GROUP} | chosen
                )
            ).json()["total_count"]
            for chosen in (
                {"types": [PUBLISHED]},
                {"aggregate": str(one.webinar_id)},
                {"aggregate": str(one.webinar_id), "types": [PUBLISHED]},
                {"since": later},
                {"until": later},
            )
        ]

        assert counts == [2, 2, 1, 0, 3]


class TestReplay:
    async def test_its_reader_alone_is_told_again_marked_and_in_order(
        self, hub: Installation, operator: Client
    ) -> None:
        one = published()
        async with hub.working():
            told = await keep(hub, operator, one, one, one)

            started = await operator.post(ADDRESS, json=wanted())
            done = await ended(operator, started.json())
            again = await heard_again(hub, told)

        assert started.status_code == 202
        assert again == told
        assert (done["sent_count"], done["total_count"]) == (3, 3)
        assert done["reason"] == "essai d’un rejeu"
        assert done["by"] is not None
        counted = await operator.post(f"{ADDRESS}/forecast", json={"group": GROUP})
        assert counted.json()["total_count"] == 3

    async def test_no_more_leave_in_a_second_than_its_rate(
        self, hub: Installation, operator: Client
    ) -> None:
        async with hub.working():
            told = await keep(hub, operator, *(published() for _ in range(20)))
            began = time.monotonic()

            started = await operator.post(ADDRESS, json=wanted(rate=8))
            await ended(operator, started.json())
            await heard_again(hub, told)

        assert time.monotonic() - began >= 1.4

    async def test_one_killed_in_the_middle_goes_on_where_it_was(
        self, hub: Installation, operator: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(repository, "LEASE", timedelta(seconds=2))
        monkeypatch.setattr(ReplayRepository, "release", _died_before)
        worker = cast("JournalReplayWorker", hub.provided[JournalReplayWorker])
        async with hub.working():
            told = await keep(hub, operator, *(published() for _ in range(12)))
        started = (await operator.post(ADDRESS, json=wanted(rate=4))).json()
        killed = asyncio.create_task(worker.step(asyncio.Event()))

        async def is_under_way() -> Any:
            found = (await operator.get(f"{ADDRESS}/{started['id']}")).json()
            return 0 < found["sent_count"] < 12

        await eventually(is_under_way)
        killed.cancel()
        await asyncio.wait({killed})
        async with hub.working():
            await ended(operator, started)
            again = await heard_again(hub, told)

        assert set(again) == set(told)

    async def test_one_that_is_stopped_tells_no_more(
        self, hub: Installation, operator: Client
    ) -> None:
        async with hub.working():
            await keep(hub, operator, *(published() for _ in range(12)))
            started = (await operator.post(ADDRESS, json=wanted(rate=2))).json()

            stopped = await operator.post(f"{ADDRESS}/{started['id']}/cancel")
            found = await ended(operator, started, state="cancelled")
            await asyncio.sleep(2.5)
            later = (await operator.get(f"{ADDRESS}/{started['id']}")).json()
            again = await operator.post(f"{ADDRESS}/{started['id']}/cancel")

        assert stopped.status_code == 200
        assert later["sent_count"] == found["sent_count"] < 12
        assert again.status_code == 409

    @pytest.mark.parametrize(
        ("changes", "status", "field"),
        [
            ({"group": "nobody.here"}, 422, "group"),
            ({"group": "hub.journal"}, 422, "group"),
            ({"types": ["no.such.v1"]}, 422, "type"),
            ({"types": ["advisor.listed.v1"]}, 422, "types"),
            ({"rate": 100_000}, 422, "rate"),
            ({"rate": 9_000}, 422, "rate"),
            ({"reason": " "}, 422, "reason"),
            ({}, 409, None),
        ],
    )
    async def test_what_cannot_be_replayed_is_refused_by_its_field(
        self,
        operator: Client,
        changes: dict[str, Any],
        status: int,
        field: str | None,
    ) -> None:
        answer = await operator.post(ADDRESS, json=wanted(**changes))

        assert answer.status_code == status, answer.text
        assert field is None or field in answer.text
        assert (await operator.get(ADDRESS)).json()["items"] == []

    async def test_nobody_else_may_ask(self, hub: Installation) -> None:
        administrator = await hub.client.sign_in("national_admin")

        answers = [
            await administrator.post(ADDRESS, json=wanted()),
            await administrator.get(ADDRESS),
            await administrator.post(f"{ADDRESS}/forecast", json={"group": GROUP}),
        ]

        assert {one.status_code for one in answers} == {403}


class TestPages:
    async def test_an_operator_tries_asks_follows_and_stops(
        self, hub: Installation, operator: Client
    ) -> None:
        html = {"Accept": "text/html"}
        form = {"group": GROUP, "rate": "1", "reason": "essai par la page"}
        async with hub.working():
            await keep(hub, operator, published(), published(), published())

        tried = await operator.post("/rejeux/essai", data=form, headers=html)
        faulty = await operator.post(
            "/rejeux", data=form | {"reason": "", "until": "hier"}, headers=html
        )
        asked = await operator.post("/rejeux", data=form, headers=html)
        shown = await operator.page(asked.headers["location"])
        stopped = await operator.post(
            f"{asked.headers['location']}/arreter", headers=html
        )
        after = await operator.page(asked.headers["location"])

        assert tried.status_code == 200
        assert "Webinaire publié" in tried.text
        assert faulty.status_code == 422
        assert asked.status_code == 303
        assert "0 sur 3" in shown.text.replace("\u00a0", " ")
        assert stopped.status_code == 303
        assert "Arrêté" in after.text
