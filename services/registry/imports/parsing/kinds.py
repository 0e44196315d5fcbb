"""What a file really is, whatever its name says."""

import re
from enum import StrEnum

from services.registry.imports.errors import (
    FileEmpty,
    FileTooLarge,
    NotATable,
    UnsupportedFormat,
)

from .limits import FILE_BYTES_MAX, MEGABYTE


class Kind(StrEnum):
    TEXT = "text"
    ZIP = "zip"


NOT_TABLES = {
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"BM": "BMP",
    b"II*\x00": "TIFF",
    b"MM\x00*": "TIFF",
    b"RIFF": "WEBP",
    b"%PDF": "PDF",
    b"\x1f\x8b": "GZIP",
    b"7z\xbc\xaf": "7Z",
    b"Rar!": "RAR",
    b"\x7fELF": "ELF",
    b"MZ": "EXE",
    b"{\\rtf": "RTF",
    b"SQLite": "SQLite",
}
# Two letters also begin words: these two are only believed with a NUL byte near.
SHORT_MAGIC = frozenset({b"BM", b"MZ"})
OLE = b"\xd0\xcf\x11\xe0"
ZIPS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
MARKUP = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|body|table|\?xml|svg)",
    re.IGNORECASE,
)
JSON = re.compile(rb'^(?:\xef\xbb\xbf)?\s*(?:\{\s*"|\[\s*[\[{"])')


def kind_of(data: bytes) -> Kind:
    """Tell text from workbook; refuse what can be neither."""
    if len(data) > FILE_BYTES_MAX:
        raise FileTooLarge(limit_mb=FILE_BYTES_MAX // MEGABYTE)
    if not data.strip():
        raise FileEmpty
    if data.startswith(ZIPS):
        return Kind.ZIP
    if data.startswith(OLE):
        raise UnsupportedFormat(found="XLS")
    if found := _other_kind(data):
        raise NotATable(found=found)
    return Kind.TEXT


def _other_kind(data: bytes) -> str | None:
    for magic, found in NOT_TABLES.items():
        if data.startswith(magic) and (magic not in SHORT_MAGIC or b"\0" in data[:64]):
            return found
    if match := MARKUP.match(data[:1024]):
        return "XML" if b"?xml" in match[0].lower() else "HTML"
    return "JSON" if JSON.match(data[:1024]) else None
