"""Reads the outlines of the departments, drawn small enough for a page."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "data" / "departements.json"
STEP = re.compile(r"([mz])|(-?[\d.]+(?:e-?\d+)?),(-?[\d.]+(?:e-?\d+)?)")
Point = tuple[float, float]


@cache
def load_outlines(
    *, scale: float, codes: tuple[str, ...] = (), at: Point | None = None
) -> Mapping[str, str]:
    """Give paths of whole numbers by department; the source is 613 wide.

    With `codes`, only these; with `at`, their top left corner comes to stand there.
    """
    departments = json.loads(FILE.read_text("utf-8"))["departements"]
    wanted = codes or tuple(departments)
    walks = {code: list(_walk(departments[code]["path"])) for code in wanted}
    origin = _corner(walks) if at else (0.0, 0.0)
    shift = at or (0.0, 0.0)
    return {
        code: "".join(_drawn(walk, scale=scale, origin=origin, shift=shift))
        for code, walk in walks.items()
    }


def _walk(path: str) -> Iterator[tuple[bool, Point]]:
    """Give every point, absolute, and whether an outline starts there."""
    here = start = (0.0, 0.0)
    is_start = False
    for command, right, down in STEP.findall(path):
        if command:
            is_start, here = command == "m", start if command == "z" else here
            continue
        here = here[0] + float(right), here[1] + float(down)
        start = here if is_start else start
        yield is_start, here
        is_start = False


def _corner(walks: Mapping[str, list[tuple[bool, Point]]]) -> Point:
    points = [point for walk in walks.values() for _, point in walk]
    return min(x for x, _ in points), min(y for _, y in points)


def _drawn(
    walk: list[tuple[bool, Point]], *, scale: float, origin: Point, shift: Point
) -> Iterator[str]:
    """Round where one is, not how far one went: gaps between neighbours would show."""
    last = (0, 0)
    for number, (is_start, (x, y)) in enumerate(walk):
        here = (
            round((x - origin[0]) * scale + shift[0]),
            round((y - origin[1]) * scale + shift[1]),
        )
        if is_start:
            yield f"{'z' if number else ''}M{here[0]} {here[1]}l"
        elif here != last:
            yield f"{here[0] - last[0]} {here[1] - last[1]} "
        last = here
    yield "z"
