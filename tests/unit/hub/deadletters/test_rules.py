"""Filing, filing again and replaying, decided without a broker."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.messaging.deadletters import PREFIX
from kit.messaging.envelope import REPLAYED, Headers
from services.hub.deadletters.models import DeadLetter
from services.hub.deadletters.rules import filing

NOW = datetime(2026, 11, 26, tzinfo=UTC)


@dataclass
class Parked:
    headers: Headers
    topic: str = "ns.tn.dead.notifications.webinars"
    partition: int = 0
    offset: int = 3
    key: bytes | None = b"key"
    value: bytes | None = b"{}"


def parked(place: int = 3, *, more: Headers = (), **origin: str) -> Parked:
    told = {
        "group": "notifications.webinars",
        "topic": "ns.tn.webinars.webinar",
        "partition": "2",
        "offset": "18204",
        "reason": "bad_schema",
        "detail": "seats_max: int_parsing",
        "attempts": "1",
    } | origin
    dead = [(PREFIX + name, value.encode()) for name, value in told.items()]
    return Parked([("ce_type", b"x.v1"), *more, *dead], offset=place)


def filed(record: Parked) -> DeadLetter:
    return filing.letter(record, prefix="ns.", at=NOW)


class TestFiling:
    def test_a_letter_names_its_origin_without_the_namespace(self) -> None:
        letter = filed(parked())

        assert (letter.group, letter.topic, letter.partition, letter.offset) == (
            "notifications.webinars",
            "tn.webinars.webinar",
            2,
            18204,
        )
        assert letter.headers == (("ce_type", b"x.v1"),)

    def test_the_same_record_read_twice_is_filed_once(self) -> None:
        first, again = filed(parked()), filed(parked())

        assert first.id == again.id
        assert filing.filed_again(first, again) is None

    def test_a_record_told_again_says_where_it_was_first_told(self) -> None:
        first = filed(parked(first_at="2026-11-20T08:00:00+00:00"))

        told = dict(filing.replay(first, prefix="ns.").headers)

        assert told[PREFIX + "topic"] == b"ns.tn.webinars.webinar"
        assert (told[PREFIX + "partition"], told[PREFIX + "offset"]) == (b"2", b"18204")
        assert told[PREFIX + "first_at"] == b"2026-11-20T08:00:00.000Z"

    def test_a_replayed_record_that_fails_comes_back_to_its_letter(self) -> None:
        first = filed(parked())
        replayed = filing.replay(first, prefix="ns.")
        marks = [one for one in replayed.headers if one not in first.headers]

        again = filed(
            parked(
                4, more=marks, topic="ns.tn.replay.notifications.webinars", offset="0"
            )
        )
        back = filing.filed_again(first, again)

        assert replayed.topic == "ns.tn.replay.notifications.webinars"
        assert (REPLAYED, b"1") in replayed.headers
        assert again.id == first.id
        assert again.headers == first.headers
        assert back is not None
        assert (back.state, back.attempts, back.offset) == ("waiting", 2, 18204)

    @pytest.mark.parametrize(
        ("reason", "family"),
        [
            ("bad_schema", "schema"),
            ("bad_json", "unreadable"),
            ("header_missing", "unreadable"),
            ("unknown_type", "unknown"),
            ("SMTPServerDisconnected", "exhausted"),
        ],
    )
    def test_causes_are_sorted(self, reason: str, family: str) -> None:
        assert filed(parked(reason=reason)).family == family

    @given(
        st.lists(
            st.tuples(
                st.text(max_size=12), st.one_of(st.none(), st.binary(max_size=12))
            )
        ),
        st.one_of(st.none(), st.binary(max_size=20)),
    )
    def test_any_record_at_all_can_be_filed(
        self, headers: list[tuple[str, bytes | None]], value: bytes | None
    ) -> None:
        letter = filed(Parked(headers, value=value, key=value))

        assert letter.value == value
        assert letter.group
