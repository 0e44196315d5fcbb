"""Texts that people type: trimmed, bounded, without invisible signs."""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from kit.texts import N_
from kit.texts.validation import expected

BREAKS = {"\n", "\t"}


def _on_one_line(text: str) -> str:
    if any(_is_invisible(sign) for sign in text):
        raise expected(N_("Un texte sur une ligne, sans signe invisible."))
    return text


def _readable(text: str) -> str:
    broken = text.replace("\r\n", "\n").replace("\r", "\n")
    if any(_is_invisible(sign) for sign in broken if sign not in BREAKS):
        raise expected(N_("Un texte sans signe invisible."))
    return broken


def _is_invisible(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cc", "Cs", "Co"}


Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    AfterValidator(_on_one_line),
]
Prose = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000),
    AfterValidator(_readable),
]
SpeakerName = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=2, max_length=100),
    AfterValidator(_on_one_line),
]
