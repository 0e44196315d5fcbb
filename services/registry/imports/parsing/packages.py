"""Guards the unpacking of a workbook: sizes, rectangle and texts, before any reading.

A workbook is a ZIP of XML. Its declared sizes may lie, two far-away cells may ask its
reader for a rectangle of millions, and one long text may be repeated a million times.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from xml.parsers import expat

from services.registry.imports.errors import (
    NotATable,
    TooManyColumns,
    TooManyRows,
    UnsupportedFormat,
    WorkbookBroken,
    WorkbookLocked,
    WorkbookTooLarge,
)

from .limits import (
    COLUMNS_MAX,
    MEGABYTE,
    RECTANGLE_MAX,
    ROWS_MAX,
    UNPACKED_BYTES_MAX,
    ZIP_ENTRIES_MAX,
)

BLOCK = 256 * 1024
ENCRYPTED = 0x1
XML_ENDINGS = (".xml", ".rels")
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError)
CELL_VALUES = frozenset({"v", "is", "f"})


def guard_workbook(data: bytes) -> None:
    """Refuse what is not an XLSX workbook, or would cost too much to open."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check_kind(package)
            _check_declared(package)
            _measure(package)
    except (*BROKEN, expat.ExpatError, ValueError, RuntimeError) as fault:
        raise WorkbookBroken from fault


def _check_kind(package: zipfile.ZipFile) -> None:
    names = {entry.filename for entry in package.infolist()}
    if "mimetype" in names or "content.xml" in names:
        raise UnsupportedFormat(found="ODS")
    if any(name.lower() == "xl/workbook.bin" for name in names):
        raise UnsupportedFormat(found="XLSB")
    if any(name.startswith("word/") for name in names):
        raise NotATable(found="DOCX")
    if "[Content_Types].xml" not in names:
        raise NotATable(found="ZIP")


def _check_declared(package: zipfile.ZipFile) -> None:
    entries = package.infolist()
    if len(entries) != len({entry.filename.lower() for entry in entries}):
        raise WorkbookBroken
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise WorkbookLocked
    total = sum(entry.file_size for entry in entries)
    if len(entries) > ZIP_ENTRIES_MAX or total > UNPACKED_BYTES_MAX:
        raise WorkbookTooLarge(limit_mb=UNPACKED_BYTES_MAX // MEGABYTE)


def _measure(package: zipfile.ZipFile) -> None:
    left = UNPACKED_BYTES_MAX
    texts: list[int] = []
    uses: list[int] = []
    for entry in package.infolist():
        meter = _PartMeter(texts, uses) if _is_xml(entry) else None
        for block in _blocks(package, entry):
            left -= len(block)
            if left < 0:
                raise WorkbookTooLarge(limit_mb=UNPACKED_BYTES_MAX // MEGABYTE)
            if meter:
                meter.feed(block)
        if meter:
            meter.close()
    total = sum(texts[use] for use in uses if use < len(texts))
    if total > UNPACKED_BYTES_MAX:
        raise WorkbookTooLarge(limit_mb=UNPACKED_BYTES_MAX // MEGABYTE)


def _is_xml(entry: zipfile.ZipInfo) -> bool:
    return not entry.is_dir() and entry.filename.lower().endswith(XML_ENDINGS)


def _blocks(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    with package.open(entry) as part:
        while block := part.read(BLOCK):
            yield block


class _PartMeter:
    """Read one XML part: the lengths of shared texts, or the extent of a sheet."""

    def __init__(self, texts: list[int], uses: list[int]) -> None:
        self._texts, self._uses = texts, uses
        self._root = ""
        self._row = self._column = self._last_row = self._last_column = 0
        self._shared = self._listening = False
        self._text: list[str] = []
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.EntityDeclHandler = self._refuse_entity

    def feed(self, block: bytes) -> None:
        self._parser.Parse(block, False)

    def close(self) -> None:
        self._parser.Parse(b"", True)

    def _refuse_entity(self, *_: object) -> None:
        raise WorkbookBroken

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name[name.rfind(" ") + 1 :]
        if not self._root:
            self._root = tag
            if tag not in {"worksheet", "sst"}:
                self._parser.StartElementHandler = None
                self._parser.EndElementHandler = None
        elif self._root == "sst":
            self._start_text(tag)
        elif tag == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._column = 0
        elif tag == "c":
            self._column = _column_of(attributes.get("r", "")) or self._column + 1
            self._row = _row_of(attributes.get("r", "")) or self._row
            self._shared = attributes.get("t") == "s"
        elif tag in CELL_VALUES:
            self._extend()
            self._listen(on=tag == "v" and self._shared)

    def _start_text(self, tag: str) -> None:
        if tag == "si":
            self._texts.append(0)
        self._listen(on=tag == "t")

    def _listen(self, *, on: bool) -> None:
        if on != self._listening:
            self._listening = on
            self._parser.CharacterDataHandler = self._text.append if on else None

    def _end(self, _name: str) -> None:
        if not self._listening:
            return
        self._listen(on=False)
        text = "".join(self._text)
        self._text.clear()
        if self._root == "worksheet":
            self._uses.append(int(text))
        elif self._texts:
            self._texts[-1] += len(text)

    def _extend(self) -> None:
        self._last_row = max(self._last_row, self._row)
        self._last_column = max(self._last_column, self._column)
        if self._last_row * self._last_column <= RECTANGLE_MAX:
            return
        if self._last_column > COLUMNS_MAX:
            raise TooManyColumns(line=self._row, limit=COLUMNS_MAX)
        raise TooManyRows(limit=ROWS_MAX)


def _column_of(reference: str) -> int:
    column = 0
    for letter in reference:
        if not letter.isalpha():
            break
        column = column * 26 + ord(letter.upper()) - ord("A") + 1
    return column


def _row_of(reference: str) -> int:
    digits = reference.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
    return int(digits) if digits else 0
