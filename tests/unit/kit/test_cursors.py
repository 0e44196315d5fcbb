"""Cursors are opaque, and refused when they are not ours."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kit.http.pagination import InvalidCursor, decode_cursor, encode_cursor

PLACES = some.recursive(
    some.integers() | some.text() | some.none(), some.lists, max_leaves=10
)


@given(PLACES)
def test_a_cursor_names_the_place_it_was_made_of(place: object) -> None:
    assert decode_cursor(encode_cursor(place)) == place


@pytest.mark.parametrize("cursor", ["!", "é", "eyJ", "====", "W" * 3_999, "%00"])
def test_what_is_not_a_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidCursor):
        decode_cursor(cursor)
