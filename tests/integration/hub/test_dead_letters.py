"""Dead letters: each kind of poison is filed with its cause, and replayed to effect."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from kit.ids import new_id
from schemas.base import Event
from schemas.events import on_topics
from schemas.events.webinars import WebinarPublished
from tests.support.harness import Client, Installation, eventually

from .network import Reader, published, spoilt, tell
from .setting_aside import READER, letter, letters_of, set_aside

LETTERS = "/api/v1/dead-letters"


async def letters(
    operator: Client, *, count: int, group: str = READER, state: str = "waiting"
) -> list[Any]:
    """Wait until so many are filed for a reader."""

    async def found() -> list[Any] | None:
        query = {"group": group, "state": state}
        answer = await operator.get("/api/v1/dead-letters", params=query)
        items = answer.json()["items"]
        return items if len(items) >= count else None

    listed: list[Any] = await eventually(found, seconds=40)
    assert len(listed) == count
    return listed


def reader_of(hub: Installation) -> Reader:
    found = hub.provided[Reader]
    assert isinstance(found, Reader)
    return found


class TestFiling:
    async def test_each_kind_of_poison_is_filed_with_its_cause_and_its_neighbour_passes(
        self, hub: Installation, operator: Client
    ) -> None:
        fact = published()
        async with hub.working():
            await tell(hub, published(), data=spoilt(fact, seats_max="cinquante"))
            await tell(hub, published(), data='{"webinar_id": ')
            await tell(hub, published(), leave_out=["ce_type"])
            await tell(hub, published(), leave_out=["ce_sequence"])
            await tell(hub, published(), ce_source=b"\xff\xfe")
            await tell(hub, published(), ce_time=b"yesterday")
            await tell(hub, published(), ce_type=b"fr.x.webinars.webinar.archived.v9")
            neighbour = await tell(hub, published())
            found = await letters(operator, count=7)

            async def has_passed() -> bool:
                return bool(reader_of(hub).effects)

            await eventually(has_passed)

        assert {(one["reason"], one["detail"]) for one in found} == {
            ("bad_schema", "seats_max: int_parsing"),
            ("bad_json", next(o["detail"] for o in found if o["reason"] == "bad_json")),
            ("header_missing", "ce_type"),
            ("header_missing", "ce_sequence"),
            ("header_not_utf8", ""),
            ("header_malformed", ""),
            ("unknown_type", "fr.x.webinars.webinar.archived.v9"),
        }
        assert {one["topic"] for one in found} == {"tn.webinars.webinar"}
        assert reader_of(hub).effects == {neighbour}

    async def test_the_page_names_the_field_the_value_and_what_was_expected(
        self, hub: Installation, operator: Client
    ) -> None:
        fact = published()
        async with hub.working():
            await tell(hub, fact, data=spoilt(fact, seats_max="cinquante"))
            (letter,) = await letters(operator, count=1)

        page = await operator.page(f"/lettres-mortes/{letter['id']}")

        assert "seats_max" in page.text
        assert "cinquante" in page.text
        assert "<mark>" in page.text
        assert "nombre entier" in page.text


class TestUnknown:
    async def test_a_version_that_knows_the_type_takes_it_up_and_closes_its_letter(
        self, hub: Installation, operator: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def without_published(*topics: str) -> list[type[Event]]:
            return [one for one in on_topics(*topics) if one is not WebinarPublished]

        with monkeypatch.context() as older:
            older.setattr("tests.integration.hub.network.on_topics", without_published)
            async with hub.working():
                event_id = await tell(hub, published())
                (unknown,) = await letters(operator, count=1)
        async with hub.working():

            async def is_closed() -> Any:
                told = await operator.get(f"{LETTERS}/{unknown['id']}")
                return told.json()["state"] == "replayed"

            await eventually(is_closed, seconds=30)

        assert unknown["reason"] == "unknown_type"
        assert reader_of(hub).effects == {event_id}


class TestReplay:
    async def test_a_record_that_failed_is_replayed_to_effect_once(
        self, hub: Installation, operator: Client
    ) -> None:
        reader = reader_of(hub)
        reader.is_broken = True
        async with hub.working():
            event_id = await tell(hub, published())
            (letter,) = await letters(operator, count=1)
            reader.is_broken = False
            address = f"/api/v1/dead-letters/{letter['id']}"

            first = await operator.post(f"{address}/replay")
            second = await operator.post(f"{address}/replay")

            async def is_told() -> bool:
                return event_id in reader.told

            await eventually(is_told)
            waiting = (await operator.get("/api/v1/dead-letters")).json()["items"]
            after = (await operator.get(address)).json()

        assert letter["attempts"] == 5
        assert letter["reason"] == "RuntimeError"
        assert [first.status_code, second.status_code] == [202, 202]
        assert reader.effects == {event_id}
        assert [one for one in waiting if one["group"] == READER] == []
        assert (after["state"], after["replays"]) == ("replayed", 1)
        assert reader.told.count(event_id) == 1

    async def test_what_fails_again_waits_again_as_the_same_letter(
        self, hub: Installation, operator: Client
    ) -> None:
        fact = published()
        async with hub.working():
            await tell(hub, fact, data=spoilt(fact, seats_max="cinquante"))
            (letter,) = await letters(operator, count=1)
            address = f"/api/v1/dead-letters/{letter['id']}"
            rehearsed = (await operator.get(f"{address}/rehearsal")).json()

            await operator.post(f"{address}/replay")

            async def is_back() -> Any:
                told = (await operator.get(address)).json()
                return told if told["attempts"] == 2 else None

            back = await eventually(is_back)

        assert rehearsed["is_readable"] is False
        assert rehearsed["reason"] == "bad_schema"
        assert back["state"] == "waiting"
        assert back["topic"] == "tn.webinars.webinar"

    async def test_a_rehearsal_says_what_passed_meanwhile(
        self, hub: Installation, operator: Client
    ) -> None:
        fact = published()
        async with hub.working():
            await tell(hub, fact, data=spoilt(fact, seats_max="cinquante"))
            await tell(hub, fact, sequence=2)
            await tell(hub, fact, sequence=3)
            (letter,) = await letters(operator, count=1)

            async def both_passed() -> bool:
                answer = await operator.get(
                    f"/api/v1/dead-letters/{letter['id']}/rehearsal"
                )
                return bool(answer.json()["later_count"] == 2)

            await eventually(both_passed)


class TestDiscard:
    async def test_a_discarded_record_keeps_who_and_why_and_is_not_replayed(
        self, hub: Installation, operator: Client
    ) -> None:
        fact = published()
        async with hub.working():
            await tell(hub, fact, data="{")
            (letter,) = await letters(operator, count=1)
        address = f"/api/v1/dead-letters/{letter['id']}"

        without = await operator.post(f"{address}/discard", json={"reason": " "})
        discarded = await operator.post(
            f"{address}/discard", json={"reason": "essai du producteur"}
        )
        again = await operator.post(f"{address}/discard", json={"reason": "encore"})
        replayed = await operator.post(f"{address}/replay")
        absent = await operator.get(f"/api/v1/dead-letters/{UUID(int=1)}")

        assert without.status_code == 422
        assert discarded.json()["discard_reason"] == "essai du producteur"
        assert [again.status_code, replayed.status_code] == [409, 409]
        assert absent.status_code == 404

    async def test_several_are_discarded_in_one_form(
        self, hub: Installation, operator: Client
    ) -> None:
        aside = [letter(hub, offset=n) for n in range(3)]
        await set_aside(hub, aside)
        form = {"id": [str(one.id) for one in aside[:2]], "reason": "essai"}

        answer = await operator.post(
            "/lettres-mortes/ecarter", data=form, headers={"Accept": "text/html"}
        )

        assert answer.status_code == 303
        assert await letters_of(hub).count({"state": "discarded"}) == 2


class TestHands:
    @pytest.mark.parametrize("act", ["replay", "discard"])
    async def test_what_somebody_deals_with_is_left_alone_until_they_are_done_or_dead(
        self, hub: Installation, operator: Client, act: str
    ) -> None:
        aside = letter(hub)
        await set_aside(hub, [aside])
        address = f"{LETTERS}/{aside.id}/{act}"
        body = {"reason": "essai"} if act == "discard" else {}
        documents = letters_of(hub).documents
        until = hub.platform.clock() + timedelta(minutes=1)
        held = {"held": {"by": new_id(), "until": until}}
        await documents.update_one({"_id": aside.id}, {"$set": held})

        refused = await operator.post(address, json=body)
        dead = {"held.until": hub.platform.clock()}
        await documents.update_one({"_id": aside.id}, {"$set": dead})
        done = await operator.post(address, json=body)

        assert refused.status_code == 409
        assert done.status_code in {200, 202}
        assert done.json()["state"] == f"{act}ed"

    @pytest.mark.parametrize("has_keys", [False, True])
    async def test_five_replays_at_once_tell_the_reader_once(
        self, hub: Installation, operator: Client, *, has_keys: bool
    ) -> None:
        aside = letter(hub)
        await set_aside(hub, [aside])
        address = f"{LETTERS}/{aside.id}/replay"

        keys = [{"Idempotency-Key": f"k{n}"} if has_keys else {} for n in range(5)]
        answers = await asyncio.gather(
            *(operator.post(address, headers=one) for one in keys)
        )
        async with hub.working():

            async def is_told() -> bool:
                return bool(reader_of(hub).told)

            await eventually(is_told)
        after = (await operator.get(f"{LETTERS}/{aside.id}")).json()

        assert 202 in {one.status_code for one in answers} <= {202, 409}
        assert (after["state"], after["replays"]) == ("replayed", 1)
        assert len(reader_of(hub).told) == 1


class TestLook:
    async def test_what_is_no_text_is_shown_in_hexadecimal(
        self, hub: Installation, operator: Client
    ) -> None:
        odd = (("ce_type", b"fr.x.y.v1"), ("odd", b"\xff\x00"), ("plain", b"ok"))
        aside = letter(hub, value=b"\xff\xfe{", key=b"\x80", headers=odd)
        await set_aside(hub, [aside])

        told = (await operator.get(f"{LETTERS}/{aside.id}")).json()
        page = await operator.page(f"/lettres-mortes/{aside.id}")
        raw = await operator.page(f"/lettres-mortes/{aside.id}/brut")

        assert (told["value"], told["value_encoding"], told["size"]) == (
            "fffe7b",
            "hex",
            3,
        )
        assert (told["key"], told["key_encoding"]) == ("80", "hex")
        assert told["headers"][1:] == [
            {"name": "odd", "value": "ff00", "encoding": "hex"},
            {"name": "plain", "value": "ok", "encoding": "utf-8"},
        ]
        assert "ff fe 7b" in page.text
        assert "ff fe 7b" in raw.text

    async def test_a_letter_says_who_did_what_and_when(
        self, hub: Installation, operator: Client
    ) -> None:
        aside = letter(hub)
        await set_aside(hub, [aside])
        before = (await operator.get(f"{LETTERS}/{aside.id}")).json()

        body = {"reason": "essai"}
        await operator.post(f"{LETTERS}/{aside.id}/discard", json=body)
        after = (await operator.get(f"{LETTERS}/{aside.id}")).json()

        assert (before["discarded_at"], before["discarded_by"]) == (None, None)
        assert after["discarded_at"] is not None
        assert after["discarded_by"] is not None
