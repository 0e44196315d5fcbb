"""Places that people type lead to their region (WEB-20)."""

import pytest

from kit.http.pagination import InvalidCursor, encode_cursor
from services.webinars.agenda import parsing


class TestRegionOf:
    @pytest.mark.parametrize(
        ("place", "region"),
        [
            ("31000", "76"),
            ("31000 Toulouse", "76"),
            ("Ajaccio 20000", "94"),
            ("97400", "04"),
            ("98800", "988"),
            ("75001", "11"),
            ("Toulouse", None),
            ("00000", None),
            ("", None),
            (None, None),
        ],
    )
    def test_a_postcode_names_its_region(
        self, place: str | None, region: str | None
    ) -> None:
        assert parsing.region_of(place) == region


class TestAgendaPlace:
    @pytest.mark.parametrize("place", ["x", [1, 2], ["2026-12-01", "no-id"], {}])
    def test_a_cursor_of_another_list_is_refused(self, place: object) -> None:
        with pytest.raises(InvalidCursor):
            parsing.agenda_place(encode_cursor(place))
