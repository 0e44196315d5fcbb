"""The judgement of a census: pure decisions, from rows to verdicts."""

from .analysis import analyse, summarise
from .applying import apply, designate
from .expectations import (
    ADVICE,
    COLUMN_NAMES,
    EXPECTATIONS,
    SOURCES,
    Sentence,
    advice_of,
    expectation_of,
)
from .refused import refused_rows
from .register import Keys, Register, keys_of, structure_key

__all__ = [
    "ADVICE",
    "COLUMN_NAMES",
    "EXPECTATIONS",
    "SOURCES",
    "Keys",
    "Register",
    "Sentence",
    "advice_of",
    "analyse",
    "apply",
    "designate",
    "expectation_of",
    "keys_of",
    "refused_rows",
    "structure_key",
    "summarise",
]
