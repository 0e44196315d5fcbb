"""Texts that people type: without the signs that nobody sees."""

import unicodedata
from typing import Final

from pydantic import AfterValidator

from .messages import N_
from .validation import expected

_BREAKS: Final = {"\n", "\t"}


def _on_one_line(text: str) -> str:
    if any(_is_invisible(sign) for sign in text):
        raise expected(N_("Un texte sur une ligne, sans signe invisible."))
    return text


def _readable(text: str) -> str:
    broken = text.replace("\r\n", "\n").replace("\r", "\n")
    if any(_is_invisible(sign) for sign in broken if sign not in _BREAKS):
        raise expected(N_("Un texte sans signe invisible."))
    return broken


def _is_invisible(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cc", "Cs", "Co"}


OnOneLine: Final = AfterValidator(_on_one_line)
Readable: Final = AfterValidator(_readable)
