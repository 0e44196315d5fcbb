"""Bytes that nobody has believed yet, in a way that can be shown."""

from collections.abc import Iterator

from services.hub.deadletters.models import (
    DeadLetter,
    DeadLetterSummary,
    DeadLetterView,
    HeaderView,
)
from services.hub.deadletters.models.views import Encoding

DUMPED_MAX = 4_096
LINE = 16
PRINTABLE = range(0x20, 0x7F)


def shown(value: bytes | None) -> tuple[str, Encoding]:
    """Return text as it is, and in hexadecimal what is none."""
    try:
        return (value or b"").decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return (value or b"").hex(), "hex"


def is_text(value: bytes | None) -> bool:
    return shown(value)[1] == "utf-8"


def dumped(value: bytes) -> str:
    """Print the first bytes by sixteen: place, hexadecimal, signs."""
    return "\n".join(_dumped_lines(value[:DUMPED_MAX]))


def summary(letter: DeadLetter) -> DeadLetterSummary:
    names = DeadLetterSummary.model_fields
    return DeadLetterSummary(**{name: getattr(letter, name) for name in names})


def view(letter: DeadLetter) -> DeadLetterView:
    key, key_encoding = shown(letter.key)
    value, value_encoding = shown(letter.value)
    return DeadLetterView(
        **dict(summary(letter)),
        key=key,
        key_encoding=key_encoding,
        headers=headers(letter),
        value=value,
        value_encoding=value_encoding,
        size=len(letter.value or b""),
        replayed_at=letter.replayed_at,
        replayed_by=letter.replayed_by,
        discarded_at=letter.discarded_at,
        discarded_by=letter.discarded_by,
        discard_reason=letter.discard_reason,
    )


def headers(letter: DeadLetter) -> list[HeaderView]:
    found = [(name, *shown(value)) for name, value in letter.headers]
    return [HeaderView(name=n, value=text, encoding=e) for n, text, e in found]


def _dumped_lines(value: bytes) -> Iterator[str]:
    for place in range(0, len(value), LINE):
        line = value[place : place + LINE]
        signs = "".join(chr(one) if one in PRINTABLE else "." for one in line)
        yield f"{place:06x}  {line.hex(' '):<{LINE * 3 - 1}}  {signs}"
