"""Files that burst, lie or are broken: to be refused soon and at little cost."""

import io
import random
import zipfile
from collections.abc import Iterator, Mapping

import xlsxwriter

MIB = 2**20
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
NEVER_OPENED = "zips in zips that a workbook does not name"
HEADINGS = ("Structure", "Type de structure", "CP", "Ville")


def workbook(parts: Mapping[str, bytes] | None = None) -> bytes:
    """Return a right workbook with some of its parts replaced, or added."""
    plain, packed, given = io.BytesIO(), io.BytesIO(), dict(parts or {})
    with xlsxwriter.Workbook(plain, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADINGS)
        sheet.write_row(1, 0, ("CMA Albi", "CMA", "81000", "Albi"))
    with (
        zipfile.ZipFile(plain) as source,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for name in source.namelist():
            copy.writestr(name, given.pop(name, b"") or source.read(name))
        for name, data in given.items():
            copy.writestr(name, data)
    return packed.getvalue()


def sheet_of(rows: str, before: str = "") -> bytes:
    inside = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    return f"{before}{inside}".encode()


def laughs() -> str:
    """A billion laughs: each name stands for ten of the one before."""
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE x [<!ENTITY l0 "lol">{levels}]>'


def bombs() -> Iterator[tuple[str, bytes]]:
    yield "zip bomb", workbook({"xl/media/bomb.bin": bytes(400 * MIB)})
    yield "zip bomb in a sheet", workbook({SHEET: sheet_of("") + b" " * (200 * MIB)})
    yield "zips in zips", _nested(4)
    yield NEVER_OPENED, workbook({"xl/inner.zip": _nested(4)})
    yield "many small entries", workbook({f"xl/{n}.xml": b"<a/>" for n in range(9_000)})
    yield "lies about its size", _lying()
    for cell in ("XFD1048576", "ZZ1048576", "B900000", "A99999999999999999999"):
        rows = f'<row><c r="{cell}"><v>1</v></c></row>'
        yield f"far cell {cell[:12]}", workbook({SHEET: sheet_of(rows)})
    yield "billion laughs", workbook({SHEET: sheet_of("<row/>&l9;", laughs())})
    yield (
        "laughs in the texts",
        workbook({STRINGS: f"{laughs()}<sst>&l9;</sst>".encode()}),
    )
    outside = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    yield "an outside entity", workbook({SHEET: sheet_of("<row>&f;</row>", outside)})
    strings = f'<sst xmlns="{MAIN}"><si><t>{"x" * 30_000}</t></si></sst>'
    cells = '<c t="s"><v>0</v></c>' * 100
    repeated = {STRINGS: strings.encode(), SHEET: sheet_of(f"<row>{cells}</row>" * 100)}
    yield "one text repeated", workbook(repeated)
    deep = "<row>" * 100_000
    yield "deep elements", workbook({SHEET: sheet_of(deep)})
    yield "rows without end", _rows(400_000)
    yield "a row without end", (";".join(HEADINGS) + "\n" + "x;" * 4 * MIB).encode()
    yield "a cell without end", (";".join(HEADINGS) + "\n" + "x" * 9 * MIB).encode()
    yield (
        "a quote never closed",
        (";".join(HEADINGS) + '\n"' + "x\n" * 4 * MIB).encode(),
    )


def broken(seed: int) -> Iterator[tuple[str, bytes]]:
    """Files that are not whole, or are something else."""
    right, chance = workbook(), random.Random(seed)  # noqa: S311 - a seed replays it
    yield "empty", b""
    yield "NUL bytes", bytes(MIB)
    yield "an image", b"\x89PNG\r\n\x1a\n" + bytes(64)
    yield "an old workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4_096)
    yield "a PDF", b"%PDF-1.7\n" + bytes(100)
    yield "two encodings", "Structure;CP\nÉté;1\n".encode() + "Été".encode("latin-1")
    yield "half of UTF-16", "Structure;CP".encode("utf-16")[:-1]
    for share in (0.1, 0.5, 0.9, 0.99):
        yield f"cut at {share:.0%}", right[: int(len(right) * share)]
    for number in range(12):
        damaged = bytearray(right)
        for _ in range(200):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        yield f"damaged {number}", bytes(damaged)
    yield "sheet that is no XML", workbook({SHEET: b"\xff\xfe<worksheet"})
    yield "no sheet", workbook({"xl/workbook.xml": b"<workbook/>"})


def _nested(depth: int) -> bytes:
    data = bytes(40 * MIB)
    for _ in range(depth):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as outer:
            for number in range(4):
                outer.writestr(f"{number}.zip", data)
        data = packed.getvalue()
    return data


def _lying() -> bytes:
    size = 60 * MIB
    data = workbook({"xl/media/bomb.bin": bytes(size)})
    return data.replace(size.to_bytes(4, "little"), (9).to_bytes(4, "little"))


def _rows(count: int) -> bytes:
    return (";".join(HEADINGS) + "\n" + "CMA;CMA;81000;Albi\n" * count).encode()
