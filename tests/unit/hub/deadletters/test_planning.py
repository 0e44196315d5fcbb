"""Replays of many, their notes and the watch over age, decided without a store."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kit.ids import new_id
from services.hub.deadletters.models import DeadLetter
from services.hub.deadletters.rules import planning, replaying, showing
from services.hub.deadletters.rules.aging import Waiting

NOW = datetime(2026, 11, 26, tzinfo=UTC)
TOPIC = "tn.webinars.webinar"


def letter(**changes: Any) -> DeadLetter:
    told = {
        "id": new_id(),
        "group": "notifications.webinars",
        "topic": TOPIC,
        "partition": 2,
        "offset": 10,
        "key": b"k",
        "value": b"{}",
        "headers": (),
        "type": None,
        "reason": "KeyError",
        "detail": "",
        "family": "exhausted",
        "attempts": 5,
        "first_at": NOW,
        "last_at": NOW,
        "filed_from": ("tn.dead.x/0/1",),
    }
    return DeadLetter.model_validate(told | changes)


class TestOvertaken:
    @pytest.mark.parametrize(
        ("last", "is_overtaken"), [(9, False), (10, False), (11, True)]
    )
    def test_by_a_later_record_of_its_key(
        self, last: int, *, is_overtaken: bool
    ) -> None:
        lasts = {(TOPIC, 2, "k"): last}

        assert planning.is_overtaken(letter(), lasts) is is_overtaken

    def test_never_without_a_key(self) -> None:
        assert not planning.is_overtaken(letter(key=None), {(TOPIC, 2, ""): 99})


class TestReplayed:
    def test_it_is_closed_with_who_gave_it_back_and_in_which_replay(self) -> None:
        given, giving = letter(), replaying.Giving(new_id(), run_id=new_id())

        after = replaying.replayed(given, given, giving, at=NOW)

        assert (after.state, after.replays, after.closed_at) == ("replayed", 1, NOW)
        assert (after.replayed_by, after.replayed_in) == (giving.by, giving.run_id)

    def test_what_has_failed_again_already_goes_on_waiting(self) -> None:
        given = letter()
        back = given.model_copy(update={"filed_from": (*given.filed_from, "x/0/2")})

        after = replaying.replayed(given, back, replaying.Giving(None), at=NOW)

        assert replaying.is_back(given, back)
        assert (after.state, after.replays, after.closed_at) == ("waiting", 1, None)


class TestTwice:
    @pytest.mark.parametrize(
        ("state", "seconds", "is_the_same"),
        [("replayed", 5, True), ("replayed", 60, False), ("waiting", 5, False)],
    )
    def test_what_was_just_given_back_is_not_given_again(
        self, state: str, seconds: int, *, is_the_same: bool
    ) -> None:
        replayed = letter(state=state, replayed_at=NOW - timedelta(seconds=seconds))

        assert replaying.was_just_replayed(replayed, at=NOW) is is_the_same


class TestCounted:
    def test_the_most_frequent_come_first_and_no_more_than_a_page_shows(self) -> None:
        counts: dict[str | None, int] = {f"t{n:03}": n for n in range(80)}

        found = planning.counted(counts | {None: 1_000})

        assert len(found) == planning.NAMED_MAX
        assert [one.name for one in found[:3]] == ["", "t079", "t078"]


class TestShown:
    def test_text_stays_text_and_bytes_become_hexadecimal(self) -> None:
        assert showing.shown("é".encode()) == ("é", "utf-8")
        assert showing.shown(b"\xff{") == ("ff7b", "hex")
        assert showing.shown(None) == ("", "utf-8")

    def test_a_dump_has_places_bytes_and_signs_and_an_end(self) -> None:
        lines = showing.dumped(b"{" + b"\xff" * 5_000).splitlines()

        assert lines[0].startswith("000000  7b ff ff")
        assert lines[0].endswith("{...............")
        assert len(lines) == showing.DUMPED_MAX // showing.LINE


class TestAge:
    @pytest.mark.parametrize(
        ("minutes", "is_overdue"), [(59, False), (60, True), (61, True)]
    )
    def test_too_much_from_the_limit_on(
        self, minutes: int, *, is_overdue: bool
    ) -> None:
        since = NOW - timedelta(minutes=minutes)

        waiting = Waiting(1, since, timedelta(hours=1))

        assert waiting.is_overdue(NOW) is is_overdue

    def test_never_when_nothing_waits(self) -> None:
        assert not Waiting(0, None, timedelta(0)).is_overdue(NOW)
