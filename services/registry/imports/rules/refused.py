"""The refused lines, to take home: as they came, with their reasons beside them."""

from collections.abc import Callable, Iterable, Iterator

from kit.sheets import neutralised
from services.registry.imports.models import Line, Reason, Table, Verdict


def refused_rows(
    table: Table,
    lines: Iterable[Line],
    *,
    reasons_heading: str,
    explain: Callable[[Reason], str],
) -> Iterator[tuple[str, ...]]:
    """Yield the headings, then each refused row with its reasons in a last column."""
    width = max([len(table.headings.written), *(len(row.raw) for row in table.rows)])
    yield (*_padded(table.headings.written, width), reasons_heading)
    refused = {one.number: one for one in lines if one.verdict is Verdict.ERROR}
    for row in table.rows:
        if line := refused.get(row.number):
            reasons = " ".join(explain(reason) for reason in line.errors)
            yield (*_padded(row.raw, width), neutralised(reasons))


def _padded(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    return (*map(neutralised, cells), *[""] * (width - len(cells)))
