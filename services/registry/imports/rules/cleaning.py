"""A cell without what nobody sees, before anything is read in it or looked up by it."""

import re
import unicodedata

LINE_BREAKS = re.compile(r"\s*[\r\n\u2028\u2029\x85]+\s*")
SPACES = re.compile(r"\s+")
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


def clean(text: str, *, line_break: str = " ") -> str:
    """Write a cell on one line, without what nobody sees."""
    joined = LINE_BREAKS.sub(line_break, INVISIBLE.sub("", text).strip())
    return unicodedata.normalize("NFC", SPACES.sub(" ", joined).strip())
