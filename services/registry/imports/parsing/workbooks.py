"""Reads XLSX workbooks; values only, as text: nothing in a cell is evaluated."""

import io
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineWorkbook, SheetTypeEnum

from services.registry.imports.errors import WorkbookBroken

from .grids import Grid, RowCollector
from .limits import HEADING_ROWS
from .packages import guard_workbook
from .separated import Score

Value = int | float | str | bool | time | date | datetime | timedelta
# Beyond, a float no longer counts one by one, and its digits would be invented.
EXACT_INTEGER_MAX = 2**53
MIDNIGHT = time()

IsWhole = Callable[[Sequence[str]], bool]


def read_workbook(data: bytes, *, score: Score, is_whole: IsWhole) -> Grid:
    """Read the first sheet with all required headings near its top, else the best."""
    guard_workbook(data)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        name = _census_sheet(workbook, score, is_whole)
        rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as fault:
        raise WorkbookBroken from fault
    collector = RowCollector()
    for number, row in enumerate(rows, 1):
        collector.add(number, [text_of(value) for value in row])
    return Grid(format="xlsx", rows=collector.rows, sheet=name)


def _census_sheet(workbook: CalamineWorkbook, score: Score, is_whole: IsWhole) -> str:
    names = [
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.typ is SheetTypeEnum.WorkSheet
    ]
    best, most = names[0], -1
    for name in names:
        top = list(_top(workbook, name))
        if any(is_whole(row) for row in top):
            return name
        known = max((score(row) for row in top), default=0)
        if known > most:
            best, most = name, known
    return best


def _top(workbook: CalamineWorkbook, name: str) -> Iterator[Sequence[str]]:
    sheet = workbook.get_sheet_by_name(name)
    for row in sheet.to_python(skip_empty_area=False, nrows=HEADING_ROWS):
        yield [text_of(value) for value in row]


def text_of(value: Value) -> str:
    """Write a spreadsheet's value as a person would have typed it."""
    match value:
        case bool():
            return "oui" if value else "non"
        case float() if value.is_integer() and abs(value) <= EXACT_INTEGER_MAX:
            return str(int(value))
        case datetime() if value.time() == MIDNIGHT:
            return value.date().isoformat()
        case datetime():
            return value.isoformat(sep=" ")
        case date() | time():
            return value.isoformat()
        case _:
            return str(value)
