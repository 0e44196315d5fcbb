"""Calendars as RFC 5545 wants them."""

from datetime import UTC, datetime
from typing import Any

from icalendar import Calendar

from kit.calendars import Address, Occasion, event, feed

USUAL: dict[str, Any] = {
    "uid": "one@maillage",
    "sequence": 2,
    "starts_at": datetime(2026, 12, 1, 13, tzinfo=UTC),
    "ends_at": datetime(2026, 12, 1, 14, tzinfo=UTC),
    "summary": "Élan ; deux, trois",
    "told_at": datetime(2026, 11, 1, tzinfo=UTC),
}


def an_occasion(**changes: Any) -> Occasion:
    return Occasion(**(USUAL | changes))


class TestEvent:
    def test_an_invitation_reads_back_as_it_was_written(self) -> None:
        guest = Address(email="a@exemple.fr", name="Jo; “B”")

        calendar = Calendar.from_ical(event(an_occasion(attendee=guest)))

        (read,) = calendar.walk("VEVENT")
        assert str(calendar["METHOD"]) == "REQUEST"
        assert str(read["SUMMARY"]) == USUAL["summary"]
        assert read["DTSTART"].to_ical() == b"20261201T130000Z"
        assert str(read["ATTENDEE"]) == "mailto:a@exemple.fr"
        assert (str(read["SEQUENCE"]), str(read["STATUS"])) == ("2", "CONFIRMED")

    def test_a_withdrawal_says_so_twice(self) -> None:
        calendar = Calendar.from_ical(event(an_occasion(), method="CANCEL"))

        (read,) = calendar.walk("VEVENT")
        assert str(calendar["METHOD"]) == "CANCEL"
        assert str(read["STATUS"]) == "CANCELLED"

    def test_lines_are_folded_and_a_text_cannot_add_any(self) -> None:
        written = event(an_occasion(description="x\r\nATTENDEE:mailto:z@z" * 20))

        assert all(len(line) <= 75 for line in written.split(b"\r\n"))
        assert b"\r\nATTENDEE" not in written


class TestFeed:
    def test_a_feed_holds_all_and_its_name(self) -> None:
        written = feed([an_occasion(), an_occasion(uid="two")], name="Mes dates")

        calendar = Calendar.from_ical(written)
        assert str(calendar["X-WR-CALNAME"]) == "Mes dates"
        assert len(calendar.walk("VEVENT")) == 2
