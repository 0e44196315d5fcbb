"""A sentence in the reader's language, found by its French source and filled in."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from markupsafe import Markup, escape

from .language import SOURCE, Language
from .typography import typeset_english, typeset_french

Translations = Mapping[str, str | tuple[str, str]]
PLACEHOLDER: Final = re.compile(r"\{(\w+)\}")
_FRENCH_PLURAL: Final = 2


def N_(text: str) -> str:  # noqa: N802 - the name that gettext tools know
    """Mark a French source text that is translated later."""
    return text


def NN_(singular: str, plural: str) -> tuple[str, str]:  # noqa: N802 - as above
    """Mark a French source text that depends on a number."""
    return singular, plural


class Messages:
    """The texts of one language; French is its own source."""

    def __init__(self, language: Language, translations: Translations) -> None:
        self.language = language
        self._translations = translations

    def knows(self, msgid: str) -> bool:
        """Whether this French text stands in a catalogue."""
        return msgid in self._translations

    def gettext(self, msgid: str, /, **params: Any) -> str:
        return _fill(self._set(self._singular(msgid)), params, str)

    def ngettext(self, singular: str, plural: str, n: float, /, **params: Any) -> str:
        """Choose by `n`, which also fills `{n}` unless told otherwise."""
        text = self._set(self._by_number(singular, plural, n))
        return _fill(text, {"n": self.number(n)} | params, str)

    def markup(self, msgid: str, /, **params: Any) -> Markup:
        """As gettext, for HTML: the text may hold tags, what fills it is escaped."""
        filled = _fill(self._set(self._singular(msgid)), params, escape)
        return Markup(filled)  # noqa: S704 - the text is ours, its fillings are escaped

    def nmarkup(self, singular: str, plural: str, n: float, /, **params: Any) -> Markup:
        text = self._set(self._by_number(singular, plural, n))
        filled = _fill(text, {"n": self.number(n)} | params, escape)
        return Markup(filled)  # noqa: S704 - as above

    def number(self, value: float) -> str:
        return str(value)

    def _singular(self, msgid: str) -> str:
        if self.language == SOURCE:
            return msgid
        found = self._translations.get(msgid, msgid)
        return found if isinstance(found, str) else found[0]

    def _by_number(self, singular: str, plural: str, n: float) -> str:
        if self.language == SOURCE:
            return singular if abs(n) < _FRENCH_PLURAL else plural
        found = self._translations.get(singular, (singular, plural))
        pair = (found, found) if isinstance(found, str) else found
        return pair[0] if abs(n) == 1 else pair[1]

    def _set(self, text: str) -> str:
        return (
            typeset_french(text) if self.language == SOURCE else typeset_english(text)
        )


def _fill(text: str, params: Mapping[str, Any], show: Callable[[Any], str]) -> str:
    """Fill the named places; one nobody fills stays visible rather than fail a page."""

    def value(found: re.Match[str]) -> str:
        name = found[1]
        return show(params[name]) if name in params else found[0]

    return PLACEHOLDER.sub(value, text) if "{" in text else text
