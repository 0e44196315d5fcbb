"""The signs that print expects and a keyboard does not have."""

import re
from functools import lru_cache
from typing import Final

NO_BREAK: Final = "\u00a0"
NARROW: Final = "\u202f"
APOSTROPHE: Final = "\u2019"

_ELISION: Final = re.compile(r"(?<=[^\W\d_])'(?=[\w«{<])")
_FRENCH: Final = (
    (re.compile(r" :(?=\s|$|<)"), f"{NO_BREAK}:"),
    (re.compile(r" ([;?!])(?=\s|$|<|\)|»)"), rf"{NARROW}\1"),
    (re.compile(r"« "), f"«{NO_BREAK}"),
    (re.compile(r" »"), f"{NO_BREAK}»"),
    (re.compile(r"(?<=[\d}]) (?=%|€|h\b|min\b|km\b|[kM]o\b)"), NO_BREAK),
)


@lru_cache(maxsize=8192)
def typeset_french(text: str) -> str:
    """Set apostrophes and the spaces that must not break a line."""
    for sign, printed in _FRENCH:
        text = sign.sub(printed, text)
    return typeset_english(text)


@lru_cache(maxsize=8192)
def typeset_english(text: str) -> str:
    return _ELISION.sub(APOSTROPHE, text)
