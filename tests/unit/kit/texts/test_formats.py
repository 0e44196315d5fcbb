"""Dates, hours, numbers and lists in both languages."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kit.texts import Catalogues, Texts, find_units
from tests.unit.kit.texts import ROOT

TEXTS = Catalogues.load(find_units(ROOT))
FR, EN = TEXTS.texts("fr"), TEXTS.texts("en")
NOON = datetime(2026, 12, 1, 17, 30, tzinfo=UTC)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


class TestDay:
    @pytest.mark.parametrize(
        ("texts", "shown"), [(FR, "1er décembre 2026"), (EN, "1 December 2026")]
    )
    def test_the_first_is_an_ordinal_in_french(self, texts: Texts, shown: str) -> None:
        assert plain(texts.day(NOON)) == shown

    def test_the_number_never_leaves_its_month(self) -> None:
        assert FR.day(date(2026, 3, 4), year=False) == "4\u00a0mars"

    def test_the_weekday_leads(self) -> None:
        assert plain(FR.day(NOON, weekday=True, year=False)) == "mardi 1er décembre"

    def test_an_instant_late_in_utc_is_the_next_day_in_paris(self) -> None:
        late = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)

        assert plain(FR.day(late)) == "1er juillet 2026"


class TestTime:
    @pytest.mark.parametrize(
        ("minute", "fr", "en"), [(0, "18 h", "18:00"), (30, "18 h 30", "18:30")]
    )
    def test_hours_follow_the_language(self, minute: int, fr: str, en: str) -> None:
        instant = datetime(2026, 12, 1, 17, minute, tzinfo=UTC)

        assert (plain(FR.time(instant)), EN.time(instant)) == (fr, en)

    def test_october_has_the_same_utc_hour_at_two_hours_of_the_clock(self) -> None:
        before = datetime(2026, 10, 24, 8, tzinfo=UTC)
        after = datetime(2026, 10, 25, 8, tzinfo=UTC)

        assert [plain(FR.time(at)) for at in (before, after)] == ["10 h", "9 h"]

    def test_another_zone_is_asked_for(self) -> None:
        there = FR.in_zone(ZoneInfo("Indian/Reunion"))

        assert plain(there.day_time(NOON)) == "1er décembre 2026 à 21 h 30"


class TestPeriod:
    @pytest.mark.parametrize(
        ("start", "end", "fr", "en"),
        [
            (
                date(2026, 8, 1),
                date(2026, 10, 31),
                "du 1er août au 31 octobre 2026",
                "1 August to 31 October 2026",
            ),
            (
                date(2026, 3, 3),
                date(2026, 3, 5),
                "du 3 au 5 mars 2026",
                "3 to 5 March 2026",
            ),
            (
                date(2026, 12, 31),
                date(2027, 1, 1),
                "du 31 décembre 2026 au 1er janvier 2027",
                "31 December 2026 to 1 January 2027",
            ),
            (
                date(2026, 3, 3),
                date(2026, 3, 3),
                "3 mars 2026",
                "3 March 2026",
            ),
            (
                NOON,
                NOON + timedelta(hours=1),
                "1er décembre 2026, de 18 h 30 à 19 h 30",
                "1 December 2026, 18:30 to 19:30",
            ),
        ],
    )
    def test_what_both_ends_share_is_said_once(
        self, start: date, end: date, fr: str, en: str
    ) -> None:
        assert (plain(FR.period(start, end)), plain(EN.period(start, end))) == (fr, en)


class TestSpans:
    def test_a_moment_is_told_from_now(self) -> None:
        shown = [
            plain(FR.relative(NOON + gap, now=NOON))
            for gap in (timedelta(days=-2), timedelta(hours=3), timedelta(seconds=5))
        ]

        assert shown == ["il y a 2 jours", "dans 3 heures", "à l’instant"]

    def test_a_length_is_short(self) -> None:
        lengths = (timedelta(minutes=45), timedelta(minutes=90), timedelta(days=2))

        assert [plain(FR.duration(x)) for x in lengths] == [
            "45 min",
            "1 h 30",
            "2 jours",
        ]


class TestNumbers:
    def test_thousands_and_decimals_follow_the_language(self) -> None:
        assert (FR.number(5000.5), EN.number(5000.5)) == ("5\u202f000,5", "5,000.5")

    def test_a_share_has_its_space_in_french_alone(self) -> None:
        assert (FR.percent(0.81), EN.percent(0.81)) == ("81\u00a0%", "81%")

    def test_a_distance_is_precise_when_near(self) -> None:
        shown = [plain(FR.distance_km(km)) for km in (0.04, 0.8, 10.34, 50.2)]

        assert shown == ["moins de 100 m", "0,8 km", "10,3 km", "50 km"]

    def test_money_is_in_cents(self) -> None:
        assert (plain(FR.money(123450)), EN.money(123450)) == (
            "1 234,50 €",
            "€1,234.50",
        )

    def test_sizes_have_the_units_of_the_language(self) -> None:
        assert (FR.size(2_500_000), EN.size(2_500_000)) == ("2,5\u00a0Mo", "2.5 MB")

    def test_a_small_count_is_spelled(self) -> None:
        shown = [FR.spelled(7), FR.spelled(1, feminine=True), FR.spelled(17)]

        assert shown == ["sept", "une", "17"]

    def test_a_list_ends_with_its_last_word(self) -> None:
        items = ["a", "b", "c"]

        assert FR.listed(items) == "a, b et c"
        assert FR.listed(items, any_of=True) == "a, b ou c"
