"""The time of Paris across the changes of March and October (WEB-05)."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from kit.texts.dates import PARIS
from services.webinars.proposals.models import ParisInstant, instant_in_paris

READ: TypeAdapter[datetime] = TypeAdapter(ParisInstant)


class TestInstantInParis:
    @pytest.mark.parametrize(
        ("local", "hour"),
        [
            (datetime(2026, 10, 24, 14), 12),  # noqa: DTZ001 - a clock on a wall
            (datetime(2026, 10, 26, 14), 13),  # noqa: DTZ001
            (datetime(2027, 3, 27, 14), 13),  # noqa: DTZ001
            (datetime(2027, 3, 29, 14), 12),  # noqa: DTZ001
            (datetime(2026, 10, 25, 1, 59), 23),  # noqa: DTZ001
            (datetime(2026, 10, 25, 3, 0), 2),  # noqa: DTZ001
        ],
    )
    def test_the_offset_is_that_of_the_day(self, local: datetime, hour: int) -> None:
        instant = instant_in_paris(local)

        assert (instant.tzinfo, instant.hour) == (UTC, hour)

    def test_an_hour_that_no_clock_shows_is_refused(self) -> None:
        with pytest.raises(ValidationError) as refused:
            READ.validate_python("2027-03-28T02:30")

        assert "on passe de 2 h à 3 h" in str(refused.value)

    def test_an_hour_that_comes_twice_is_refused(self) -> None:
        with pytest.raises(ValidationError) as refused:
            READ.validate_python("2026-10-25T02:30")

        assert "deux fois" in str(refused.value)

    @given(st.datetimes(datetime(2025, 1, 1), datetime(2040, 1, 1)))  # noqa: DTZ001
    def test_what_is_taken_reads_back_as_it_was_typed(self, local: datetime) -> None:
        try:
            instant = instant_in_paris(local)
        except PydanticCustomError:
            return

        assert instant.astimezone(PARIS).replace(tzinfo=None) == local

    @pytest.mark.parametrize("text", ["demain", "2026-13-01T10:00", "", "\x00"])
    def test_what_is_no_date_is_refused(self, text: str) -> None:
        with pytest.raises(ValidationError):
            READ.validate_python(text)

    def test_an_offset_given_is_kept_to(self) -> None:
        instant = READ.validate_python("2026-10-25T02:30:00+01:00")

        assert instant == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
