"""Numbers, amounts, distances and lists as each language writes them."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from babel.lists import format_list
from babel.numbers import format_currency, format_decimal

from .language import Language
from .messages import N_, Messages
from .typography import NO_BREAK, typeset_french

LOCALES: Final[dict[Language, str]] = {"fr": "fr_FR", "en": "en_GB"}
_KILO: Final = 1000
_NEAR_KM: Final = 20
_TOO_NEAR_KM: Final = 0.1
_WORDS: Final[dict[Language, str]] = {
    "fr": "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize "
    "quatorze quinze seize",
    "en": "zero one two three four five six seven eight nine ten eleven twelve "
    "thirteen fourteen fifteen sixteen",
}


class Numbers(Messages):
    @property
    def locale(self) -> str:
        return LOCALES[self.language]

    def number(self, value: float | Decimal, *, decimals: int | None = None) -> str:
        places = "###" if decimals is None else "0" * decimals
        pattern = f"#,##0.{places}" if places else "#,##0"
        return format_decimal(value, format=pattern, locale=self.locale)

    def percent(self, fraction: float, *, decimals: int = 0) -> str:
        space = NO_BREAK if self.language == "fr" else ""
        return f"{self.number(fraction * 100, decimals=decimals)}{space}%"

    def money(self, cents: int) -> str:
        return format_currency(Decimal(cents) / 100, "EUR", locale=self.locale)

    def distance_km(self, km: float) -> str:
        if km < _TOO_NEAR_KM:
            return self.gettext(N_("moins de 100 m"))
        shown = self.number(km, decimals=1 if km < _NEAR_KM else 0)
        return f"{shown}{NO_BREAK}km"

    def size(self, count: int) -> str:
        """Write a number of bytes."""
        if count < _KILO:
            return self.ngettext("{n} octet", "{n} octets", count)
        if count < _KILO**2:
            return self.gettext(N_("{n} ko"), n=self.number(round(count / _KILO)))
        return self.gettext(N_("{n} Mo"), n=self.number(round(count / _KILO**2, 1)))

    def spelled(self, n: int, *, feminine: bool = False) -> str:
        """Write a small count in words, as sentences want it; else in figures."""
        words = _WORDS[self.language].split()
        if not 0 <= n < len(words):
            return self.number(n)
        return "une" if feminine and words[n] == "un" else words[n]

    def listed(self, items: Sequence[str], *, any_of: bool = False) -> str:
        """Join with commas, and *and* (or *or*) before the last."""
        if any_of:
            return format_list(list(items), style="or", locale=self.locale)
        return format_list(list(items), locale=self.locale)

    def typeset(self, text: str) -> str:
        """Set a text that is data (a label, a title) as print expects it."""
        return typeset_french(text) if self.language == "fr" else text
