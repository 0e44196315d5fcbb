"""Which encoding a text file is in, decided by its bytes alone."""

import codecs
import re

from services.registry.imports.errors import BinaryData, UnclearEncoding

UTF_8 = "utf-8"
UTF_16 = "utf-16"
WINDOWS = "windows-1252"

HIGH_BYTE = re.compile(rb"[\x80-\xff]")
UTF_8_LETTER = re.compile(rb"\xc3[\x80-\xbf]|\xc5[\x92\x93]|\xe2\x80[\x90-\xaf]")
UTF_8_SHARE_MIN = 0.5
# An e acute of Mac Roman or of DOS, once taken for Windows-1252, between letters.
LEGACY_ACCENT = re.compile(r"(?<=[A-Za-z])[Ž‚ˆ](?=[A-Za-z]|\W)|\b[Ž‚](?=[a-z])")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
CONTROL_SHARE_MAX = 0.01


def decode(data: bytes) -> tuple[str, str]:
    """Give the text and the name of its encoding."""
    text, encoding = _decode(data)
    if "\0" in text:
        raise BinaryData(line=_line_at(text, text.index("\0")))
    if len(CONTROL.findall(text)) > CONTROL_SHARE_MAX * len(text):
        raise BinaryData(line=1)
    return text, encoding


def _decode(data: bytes) -> tuple[str, str]:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decode_utf_16(data), UTF_16
    try:
        return data.decode("utf-8-sig"), UTF_8
    except UnicodeDecodeError as fault:
        _refuse_damaged_utf_8(data, fault.start)
    return _decode_windows(data), WINDOWS


def _decode_utf_16(data: bytes) -> str:
    try:
        return data.decode(UTF_16)
    except UnicodeDecodeError as fault:
        before = data[: fault.start].decode(UTF_16, errors="replace")
        raise UnclearEncoding(line=_line_at(before, len(before))) from fault


def _decode_windows(data: bytes) -> str:
    if b"\0" in data:
        before = data[: data.index(b"\0")].decode("latin-1")
        raise BinaryData(line=_line_at(before, len(before)))
    try:
        text = data.decode(WINDOWS)
    except UnicodeDecodeError as fault:
        before = data[: fault.start].decode("latin-1")
        raise UnclearEncoding(line=_line_at(before, len(before))) from fault
    doubtful = LEGACY_ACCENT.search(text)
    if doubtful and "é" not in text:
        raise UnclearEncoding(line=_line_at(text, doubtful.start()))
    return text


def _refuse_damaged_utf_8(data: bytes, start: int) -> None:
    """Refuse UTF-8 with a broken byte: read as Windows-1252 it would be nonsense."""
    letters = 2 * len(UTF_8_LETTER.findall(data))
    if letters > UTF_8_SHARE_MIN * len(HIGH_BYTE.findall(data)):
        before = data[:start].decode("utf-8-sig", errors="replace")
        raise UnclearEncoding(line=_line_at(before, len(before)))


def _line_at(text: str, position: int) -> int:
    return len(text[:position].splitlines()) or 1
