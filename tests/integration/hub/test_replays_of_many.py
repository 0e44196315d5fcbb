"""HUB-08: many letters at once, rehearsed first, replayed in chunks that survive."""

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from services.hub.deadletters.service import ReplayService
from services.hub.deadletters.service.replaying import Replaying
from tests.support.harness import Client, Installation, eventually

from .network import Reader, published, spoilt, tell
from .setting_aside import READER, days_ago, event_id, letter, letters_of, set_aside

LETTERS = "/api/v1/dead-letters"
REPLAYS = f"{LETTERS}/replays"
MANY = 1_050


class KilledError(Exception):
    """Stands for the end of the process at this very place."""


def reader_of(hub: Installation) -> Reader:
    found = hub.provided[Reader]
    assert isinstance(found, Reader)
    return found


def replays_of(hub: Installation) -> ReplayService:
    found = hub.provided[ReplayService]
    assert isinstance(found, ReplayService)
    return found


async def rehearsed(operator: Client, **query: Any) -> Any:
    return (await operator.get(f"{LETTERS}/rehearsal", params=query)).json()


async def started(operator: Client, **body: Any) -> Any:
    """Rehearse, then replay what that was about."""
    plan = await rehearsed(operator, **body)
    answer = await operator.post(REPLAYS, json=body | {"as_of": plan["as_of"]})
    assert answer.status_code == 202, answer.text
    return answer.json()


async def ended(operator: Client, run_id: str, *, seconds: float = 40) -> Any:
    async def is_over() -> Any:
        run = (await operator.get(f"{REPLAYS}/{run_id}")).json()
        return run if run["state"] != "running" else None

    return await eventually(is_over, seconds=seconds)


class TestRehearsal:
    async def test_it_says_how_many_of_what_and_what_was_overtaken_and_does_nothing(
        self, hub: Installation, operator: Client
    ) -> None:
        overtaken, stuck = published(), published()
        async with hub.working():
            await tell(hub, overtaken, data=spoilt(overtaken, seats_max="x"))
            await tell(hub, overtaken, sequence=2)
            await tell(hub, stuck, data=spoilt(stuck, seats_max="x"))
            await tell(hub, stuck, data=spoilt(stuck, seats_max="y"), sequence=2)

            async def is_known() -> Any:
                seen = await rehearsed(operator, group=READER)
                return seen["letters_count"] == 3 and seen["overtaken_count"] == 1

            await eventually(is_known, seconds=40)
        # Its parts are counted one after the other: nothing comes any more now.
        plan = await rehearsed(operator, group=READER)
        waiting = await letters_of(hub).count({"group": READER, "state": "waiting"})

        assert plan["unreadable_count"] == 3
        assert plan["by_group"] == [{"name": READER, "count": 3}]
        assert plan["by_type"] == [{"name": published().type, "count": 3}]
        moments = [plan[name] for name in ("oldest_at", "newest_at", "as_of")]
        assert moments == sorted(moments, key=datetime.fromisoformat)
        assert waiting == 3

    @pytest.mark.parametrize(
        ("query", "count"),
        [
            ({}, 4),
            ({"reason": "KeyError"}, 1),
            ({"family": "schema"}, 1),
            ({"type": "webinar.published.v1"}, 4),
            ({"type": "webinar.cancelled.v1"}, 0),
            ({"key": "one"}, 1),
            ({"group": "hub.webhooks"}, 1),
            ({"until": "yesterday"}, 1),
            ({"since": "yesterday"}, 3),
        ],
        ids=str,
    )
    async def test_a_filter_means_the_same_in_a_list_and_in_a_rehearsal(
        self, hub: Installation, operator: Client, query: dict[str, str], count: int
    ) -> None:
        three_days_ago = days_ago(hub, 3)
        await set_aside(
            hub,
            [
                letter(hub, reason="KeyError", key=b"one"),
                letter(hub, reason="bad_schema", family="schema"),
                letter(hub, group="hub.webhooks"),
                letter(hub, first_at=three_days_ago),
            ],
        )
        moments = {"yesterday": days_ago(hub, 1).isoformat()}
        asked = {name: moments.get(value, value) for name, value in query.items()}

        plan = await rehearsed(operator, **asked)
        listed = (await operator.get(LETTERS, params=asked)).json()["items"]

        assert (plan["letters_count"], len(listed)) == (count, count)


class TestReplay:
    async def test_a_thousand_go_through_a_death_in_the_middle_and_take_effect_once(
        self, hub: Installation, operator: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        aside = [letter(hub, offset=offset) for offset in range(MANY)]
        await set_aside(hub, aside)
        run = await started(operator, group=READER)
        job = {"run_id": run["id"]}
        await replays_of(hub).step(job)

        async def dies(*_: object) -> None:
            raise KilledError

        with monkeypatch.context() as patched:
            patched.setattr(Replaying, "_note", dies)
            with pytest.raises(KilledError):
                await replays_of(hub).step(job)
        halfway = (await operator.get(f"{REPLAYS}/{run['id']}")).json()
        async with hub.working():
            over = await ended(operator, run["id"])

            async def all_done() -> bool:
                return len(reader_of(hub).effects) == MANY

            await eventually(all_done, seconds=40)

        assert (halfway["state"], halfway["replayed_count"]) == ("running", 200)
        assert (over["state"], over["replayed_count"]) == ("done", MANY)
        assert over["back_count"] == 0
        assert {str(one) for one in reader_of(hub).effects} == set(map(event_id, aside))
        assert len(reader_of(hub).told) - MANY == 200
        assert await letters_of(hub).count({"state": "waiting", "group": READER}) == 0

    async def test_records_of_one_key_come_back_in_the_order_first_told(
        self, hub: Installation, operator: Client
    ) -> None:
        fact = published()
        aside = [letter(hub, fact=fact, offset=offset) for offset in (7, 3, 11, 5)]
        await set_aside(hub, aside)

        run = await started(operator, key=fact.key)
        async with hub.working():
            await ended(operator, run["id"])

            async def all_told() -> bool:
                return len(reader_of(hub).told) == 4

            await eventually(all_told)

        in_order = sorted(aside, key=lambda one: one.offset)
        assert [str(one) for one in reader_of(hub).told] == [
            event_id(one) for one in in_order
        ]

    async def test_what_fails_again_is_the_same_letter_and_is_left_for_the_next_one(
        self, hub: Installation, operator: Client
    ) -> None:
        aside = [letter(hub, offset=n, value=b"{", attempts=1) for n in range(3)]
        await set_aside(hub, aside)

        run = await started(operator, ids=[str(one.id) for one in aside])
        async with hub.working():
            await ended(operator, run["id"])

            async def are_back() -> Any:
                told = (await operator.get(f"{REPLAYS}/{run['id']}")).json()
                return told if told["back_count"] == 3 else None

            over = await eventually(are_back)
        found = await letters_of(hub).list({"group": READER})

        assert over["replayed_count"] == 3
        assert {one.id for one in found} == {one.id for one in aside}
        assert {one.attempts for one in found} == {2}
        assert {(one.topic, one.offset) for one in found} == {
            (one.topic, one.offset) for one in aside
        }
        assert {one.first_at for one in found} == {one.first_at for one in aside}

    async def test_what_is_parked_after_the_rehearsal_stays_out(
        self, hub: Installation, operator: Client
    ) -> None:
        await set_aside(hub, [letter(hub)])
        plan = await rehearsed(operator)
        await set_aside(hub, [letter(hub, offset=1, first_at=hub.platform.clock())])

        answer = await operator.post(REPLAYS, json={"as_of": plan["as_of"]})
        without = await operator.post(REPLAYS, json={})

        assert answer.json()["total"] == 1
        assert without.status_code == 422

    async def test_a_stopped_one_gives_back_nothing_more(
        self, hub: Installation, operator: Client
    ) -> None:
        await set_aside(hub, [letter(hub)])
        run = await started(operator)

        stopped = await operator.post(f"{REPLAYS}/{run['id']}/stop")
        again = await operator.post(f"{REPLAYS}/{run['id']}/stop")
        await replays_of(hub).step({"run_id": run["id"]})
        absent = await operator.get(f"{REPLAYS}/{UUID(int=1)}")

        assert stopped.json()["state"] == "stopped"
        assert [again.status_code, absent.status_code] == [409, 404]
        assert await letters_of(hub).count({"state": "waiting"}) == 1

    async def test_the_same_key_starts_one_replay(
        self, hub: Installation, operator: Client
    ) -> None:
        await set_aside(hub, [letter(hub)])
        body = {"as_of": (await rehearsed(operator))["as_of"]}

        answers = [
            await operator.post(REPLAYS, json=body, headers={"Idempotency-Key": "k"})
            for _ in range(2)
        ]
        listed = (await operator.get(REPLAYS)).json()

        assert answers[0].json()["id"] == answers[1].json()["id"]
        assert len(listed) == 1


class TestPages:
    async def test_a_filtered_list_is_rehearsed_then_replayed_with_its_progress(
        self, hub: Installation, operator: Client
    ) -> None:
        await set_aside(hub, [letter(hub, offset=n) for n in range(3)])
        await set_aside(hub, [letter(hub, reason="KeyError")])
        aside = await operator.page("/lettres-mortes?motif=RuntimeError")
        plan = await operator.page("/lettres-mortes/essai?motif=RuntimeError")
        as_of = plan.text.partition('name="as_of" value="')[2].partition('"')[0]
        form = {"as_of": as_of, "reason": "RuntimeError"}

        answer = await operator.post("/lettres-mortes/rejeux", data=form)
        address = answer.headers["location"]
        moving = await operator.page(address)
        bar = await operator.page(f"{address}/avancement")
        async with hub.working():
            await ended(operator, address.rpartition("/")[2])
        over = await operator.page(address)
        listed = await operator.page("/lettres-mortes/rejeux")

        assert "essai?etat=waiting&amp;motif=RuntimeError" in aside.text
        assert "Rejouer ces 3 messages" in plan.text
        assert "Rejeu en cours" in moving.text
        assert "0 sur 3" in bar.text
        assert "Rejeu terminé" in over.text
        assert address in listed.text

    async def test_those_ticked_are_rehearsed_then_replayed(
        self, hub: Installation, operator: Client
    ) -> None:
        aside = [letter(hub, offset=n) for n in range(3)]
        await set_aside(hub, aside)
        ticked = {"id": [str(one.id) for one in aside[:2]]}
        pages = {"Accept": "text/html"}

        none = await operator.post("/lettres-mortes/essai", data={}, headers=pages)
        plan = await operator.post("/lettres-mortes/essai", data=ticked, headers=pages)

        assert none.status_code == 422
        assert "Rejouer ces 2 messages" in plan.text
        assert all(f'name="ids" value="{one}"' in plan.text for one in ticked["id"])
