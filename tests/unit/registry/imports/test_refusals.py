"""REG-11: what is no census is refused before it costs anything."""

import io
import tracemalloc
import zipfile

import pytest

from kit.errors import ServiceError
from services.registry.imports.errors import (
    BinaryData,
    CellTooLong,
    FileEmpty,
    FileTooLarge,
    MissingHeadings,
    NotATable,
    QuoteNeverClosed,
    TooManyColumns,
    TooManyRows,
    UnclearEncoding,
    UnsupportedFormat,
    WorkbookBroken,
    WorkbookTooLarge,
)
from services.registry.imports.parsing import read_table

from .builders import HEADINGS, LINE, as_csv, as_xlsx, with_cells

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8
WORKBOOK = as_xlsx({"Feuil1": [HEADINGS, [LINE.get(name, "") for name in HEADINGS]]})
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def workbook_with(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(WORKBOOK)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for name in source.namelist():
            copy.writestr(name, parts.get(name) or source.read(name))
        for name in parts.keys() - set(source.namelist()):
            copy.writestr(name, parts[name])
    return target.getvalue()


def sheet_of(rows: str) -> bytes:
    return (
        f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode()
    )


class TestRefusal:
    @pytest.mark.parametrize(
        ("data", "refusal"),
        [
            (b"", FileEmpty),
            (b" \r\n\r\n", FileEmpty),
            (as_csv(), FileEmpty),
            (b";;;\r\n;;;\r\n", FileEmpty),
            (PNG, NotATable),
            (b"\xff\xd8\xff\xe0" + b"x" * 99, NotATable),
            (b"%PDF-1.7\n", NotATable),
            (b"<!DOCTYPE html><html><table>", NotATable),
            (b'<?xml version="1.0"?><Workbook/>', NotATable),
            (b'{"structure": 1}', NotATable),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, UnsupportedFormat),
            (as_csv(LINE).replace(b"Albi", b"Al\0bi"), BinaryData),
            (as_csv(LINE).decode().encode("utf-16-le"), BinaryData),
            (b"x" * (10 * 1024 * 1024 + 1), FileTooLarge),
            (b"PK\x03\x04" + b"rubbish" * 50, WorkbookBroken),
            (WORKBOOK[: len(WORKBOOK) // 2], WorkbookBroken),
            (b"bonjour", MissingHeadings),
            ("Prénom;Téléphone".encode("mac_roman") + b"\r\nx;y", UnclearEncoding),
            ("Prénom;Téléphone".encode("cp850") + b"\r\nx;y", UnclearEncoding),
            ("Prénom;Téléphone éé".encode() + b"\r\n\xff;y", UnclearEncoding),
            (as_csv(with_cells(adresse="x" * 5000)), CellTooLong),
            (as_csv(with_cells(adresse="x" * 200_000)), CellTooLong),
            (as_csv(LINE) + b";" * 200 + b"x", TooManyColumns),
            (as_csv(LINE) + b'"oubli;x;y\r\n;;\r\n', QuoteNeverClosed),
        ],
    )
    def test_a_file_that_is_no_census_is_refused(
        self, data: bytes, refusal: type[ServiceError]
    ) -> None:
        with pytest.raises(refusal) as refused:
            read_table(data)

        detail = refused.value.detail
        assert detail.format(**refused.value.facts)

    def test_too_many_rows_are_refused_and_trailing_empty_ones_are_not(self) -> None:
        line = b"Cyber-base Albi;cyber-base;;;81000;Albi\r\n"
        empty = b";;;;;\r\n" * 30_000

        table = read_table(as_csv() + line * 20_000 + empty)
        assert len(table.rows) == 20_000
        with pytest.raises(TooManyRows):
            read_table(as_csv() + line * 20_001)

    def test_the_line_of_a_nul_byte_is_named(self) -> None:
        data = as_csv(LINE, LINE, with_cells(adresse="a\0b"))

        with pytest.raises(BinaryData) as refused:
            read_table(data)

        assert refused.value.facts["line"] == 4


class TestWorkbookRefusal:
    def test_a_bomb_is_refused_by_what_it_declares(self) -> None:
        data = workbook_with({"xl/media/bomb.xml": b" " * (60 * 1024 * 1024)})

        with pytest.raises(WorkbookTooLarge):
            read_table(data)

    def test_a_bomb_that_lies_about_its_size_is_refused(self) -> None:
        size = 60 * 1024 * 1024
        data = workbook_with({"bomb.bin": b"\0" * size})
        lying = data.replace(size.to_bytes(4, "little"), (9).to_bytes(4, "little"))

        with pytest.raises((WorkbookTooLarge, WorkbookBroken)):
            read_table(lying)

    @pytest.mark.parametrize(
        ("cell", "refusal"),
        [
            ('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', TooManyColumns),
            ('<row r="1048576"><c r="ZZ1048576"><v>1</v></c></row>', TooManyColumns),
            ('<row r="900000"><c r="B900000"><v>1</v></c></row>', TooManyRows),
        ],
    )
    def test_a_far_away_cell_is_refused_before_its_rectangle_is_made(
        self, cell: str, refusal: type[ServiceError]
    ) -> None:
        tracemalloc.start()

        with pytest.raises(refusal):
            read_table(workbook_with({SHEET: sheet_of(cell)}))

        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 20_000_000

    def test_a_far_away_empty_cell_is_no_matter(self) -> None:
        with zipfile.ZipFile(io.BytesIO(WORKBOOK)) as package:
            sheet = package.read(SHEET)
        far = b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'

        table = read_table(workbook_with({SHEET: sheet.replace(b"</sheetData>", far)}))

        assert len(table.rows) == 1

    def test_one_long_text_repeated_a_million_times_is_refused(self) -> None:
        strings = f'<sst xmlns="{MAIN}"><si><t>{"x" * 30_000}</t></si></sst>'
        row = "".join('<c t="s"><v>0</v></c>' for _ in range(100))
        rows = f"<row>{row}</row>" * 50

        with pytest.raises(WorkbookTooLarge):
            read_table(
                workbook_with({STRINGS: strings.encode(), SHEET: sheet_of(rows)})
            )

    def test_an_entity_declared_in_a_part_is_refused(self) -> None:
        evil = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + sheet_of("")

        with pytest.raises(WorkbookBroken):
            read_table(workbook_with({SHEET: evil}))

    @pytest.mark.parametrize(
        ("names", "refusal"),
        [
            (("mimetype", "content.xml"), UnsupportedFormat),
            (("[Content_Types].xml", "xl/workbook.bin"), UnsupportedFormat),
            (("[Content_Types].xml", "word/document.xml"), NotATable),
            (("photo.jpg",), NotATable),
            (("[Content_Types].xml",), WorkbookBroken),
        ],
    )
    def test_another_kind_of_package_is_refused(
        self, names: tuple[str, ...], refusal: type[ServiceError]
    ) -> None:
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as package:
            for name in names:
                package.writestr(name, "<x/>")

        with pytest.raises(refusal):
            read_table(target.getvalue())

    def test_two_hundred_and_one_columns_are_refused(self) -> None:
        rows = [[*HEADINGS, *[f"c{n}" for n in range(190)]], ["x"]]

        with pytest.raises(TooManyColumns):
            read_table(as_xlsx({"Feuil1": rows}))
