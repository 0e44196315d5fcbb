"""The lines as a table that people read: written from what was found, never by hand."""

from collections.abc import Mapping, Sequence
from typing import Any

from .line import Line

BEGIN = "<!-- begin: written by python -m tests.reliability -->"
END = "<!-- end -->"
HEADER = (
    "| # | Fault | Must hold | Tried | Lost | Twice | Held |",
    "|---|---|---|---:|---:|---:|---|",
)

Found = Mapping[str, Any]


class MarkersMissing(Exception):
    """The page has no place for the table."""


def inserted(page: str, table: str) -> str:
    """Put the table into its place on the page.

    Raises:
        MarkersMissing: there is none.
    """
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise MarkersMissing
    return f"{before}{begin}\n\n{table}\n{end}{after}"


def rendered(lines: Sequence[Line], found: Mapping[str, Found]) -> str:
    rows = [_row(line, found.get(line.id)) for line in lines]
    notes = [
        note for line in lines if line.id in found for note in _notes(found[line.id])
    ]
    return "\n".join([*HEADER, *rows, "", *notes])


def _row(line: Line, found: Found | None) -> str:
    told = (
        ("", "", "", "not run yet")
        if found is None
        else (
            _shown(found["tried"]),
            _shown(found["lost"]),
            _shown(found["duplicated"]),
            "yes" if found["held"] else "**no**",
        )
    )
    return f"| {' | '.join([line.id, line.fault, line.must, *told])} |"


def _notes(found: Found) -> list[str]:
    when = f"{found['at']}, commit `{found['commit']}`, seed {found['seed']}"
    return [
        f"### {found['id']}",
        "",
        f"{when}, {_shown(found['seconds'])} s.",
        "",
        *(f"- **Not held:** {sentence}" for sentence in found["broken"]),
        *(_figure(name, value) for name, value in found["figures"].items()),
        "",
    ]


def _figure(name: str, value: object) -> str:
    return f"- {name.replace('_', ' ')}: {_shown(value)}"


def _shown(value: object) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case int():
            return f"{value:,}".replace(",", " ")
        case float():
            return f"{value:g}"
        case Mapping():
            return ", ".join(f"{key} {_shown(one)}" for key, one in value.items())
        case list() | tuple():
            return ", ".join(_shown(one) for one in value)
        case _:
            return str(value)
