"""Days, hours and spans as each language writes them, in the reader's zone."""

from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_timedelta, get_timezone_location

from .language import Language
from .messages import N_, Translations
from .numbers import Numbers
from .typography import NO_BREAK

PARIS: Final = ZoneInfo("Europe/Paris")
_NOW: Final = timedelta(seconds=45)
_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)


class Dates(Numbers):
    def __init__(
        self, language: Language, translations: Translations, zone: ZoneInfo = PARIS
    ) -> None:
        super().__init__(language, translations)
        self.zone = zone

    def day(
        self, value: date | datetime, *, weekday: bool = False, year: bool = True
    ) -> str:
        """Write `1er décembre 2026`, or `mardi 1er décembre`."""
        local = self._day(value)
        first = "1er" if self.language == "fr" and local.day == 1 else str(local.day)
        parts = [first, self._part(local, "MMMM"), str(local.year) if year else ""]
        shown = NO_BREAK.join(parts[:2]) + (f" {parts[2]}" if year else "")
        return f"{self._part(local, 'EEEE')} {shown}" if weekday else shown

    def month(self, value: date | datetime) -> str:
        return self._part(self._day(value), "MMMM y")

    def time(self, value: datetime | time) -> str:
        """Write `18 h` and `9 h 30`; in English `18:00` and `9:30`."""
        clock = self.local(value) if isinstance(value, datetime) else value
        if self.language == "en":
            return f"{clock.hour}:{clock.minute:02}"
        minutes = f"{NO_BREAK}{clock.minute:02}" if clock.minute else ""
        return f"{clock.hour}{NO_BREAK}h{minutes}"

    def day_time(
        self, value: datetime, *, weekday: bool = False, year: bool = True
    ) -> str:
        day = self.day(value, weekday=weekday, year=year)
        return self.gettext(N_("{day} à {time}"), day=day, time=self.time(value))

    def period(self, start: date | datetime, end: date | datetime) -> str:
        """Write a span of days, or of hours when both ends are instants."""
        if isinstance(start, datetime) and isinstance(end, datetime):
            return self._hours(start, end)
        first, last = self._day(start), self._day(end)
        if first == last:
            return self.day(first)
        same_year = first.year == last.year
        same_month = same_year and first.month == last.month
        number = "1er" if self.language == "fr" and first.day == 1 else str(first.day)
        opening = number if same_month else self.day(first, year=not same_year)
        return self._span(opening, self.day(last))

    def relative(self, then: datetime, *, now: datetime) -> str:
        """Write `il y a 2 jours`, `dans 3 heures`."""
        gap = then - now
        if abs(gap) < _NOW:
            return self.gettext(N_("à l’instant"))
        return format_timedelta(gap, add_direction=True, locale=self.locale)

    def duration(self, length: timedelta) -> str:
        """Write `45 min`, `1 h 30`, `2 jours`."""
        minutes = round(length / timedelta(minutes=1))
        if length < _HOUR:
            return f"{minutes}{NO_BREAK}min"
        if length >= _DAY:
            return self.ngettext("{n} jour", "{n} jours", length.days)
        rest = f"{NO_BREAK}{minutes % 60:02}" if minutes % 60 else ""
        return f"{minutes // 60}{NO_BREAK}h{rest}"

    def local(self, value: datetime) -> datetime:
        """Bring an instant to the reader's zone."""
        return value.astimezone(self.zone)

    def zone_name(self) -> str:
        """Name the zone by its place, for who may read from another."""
        return get_timezone_location(
            self.zone.key, locale=self.locale, return_city=True
        )

    def _day(self, value: date | datetime) -> date:
        return self.local(value).date() if isinstance(value, datetime) else value

    def _part(self, value: date, pattern: str) -> str:
        return format_date(value, pattern, locale=self.locale)

    def _span(self, start: str, end: str) -> str:
        return self.gettext(N_("du {start} au {end}"), start=start, end=end)

    def _hours(self, start: datetime, end: datetime) -> str:
        if self._day(start) != self._day(end):
            return self._span(self.day_time(start), self.day_time(end))
        return self.gettext(
            N_("{day}, de {start} à {end}"),
            day=self.day(start),
            start=self.time(start),
            end=self.time(end),
        )
