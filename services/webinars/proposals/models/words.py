"""Texts that people type: trimmed, bounded, without invisible signs."""

from typing import Annotated

from pydantic import StringConstraints

from kit.texts.typed import OnOneLine, Readable

Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    OnOneLine,
]
Prose = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000),
    Readable,
]
SpeakerName = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=2, max_length=100),
    OnOneLine,
]
