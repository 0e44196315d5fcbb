"""A message printed for people: indented, its names set off, its faults marked."""

import json
from collections.abc import Collection, Iterator
from typing import Any

from markupsafe import Markup

INLINE_MAX = 64
INDENT = "  "

Path = tuple[str | int, ...]


def printed(data: str | None, faults: Collection[Path] = ()) -> Markup:
    """Print JSON over several lines; what is no JSON stays as it came."""
    try:
        value = json.loads(data or "")
        return Markup("\n").join(
            Markup("<mark>{}</mark>").format(line) if _is_at(path, faults) else line
            for path, line in _lines(value, (), Markup(), Markup(), 0)
        )
    except (ValueError, RecursionError):
        return Markup.escape(data or "")


def _lines(
    value: Any, path: Path, before: Markup, after: Markup, depth: int
) -> Iterator[tuple[Path, Markup]]:
    margin = Markup("{}").format(INDENT * depth)
    short = _short(value)
    if path and short is not None:
        yield path, margin + before + short + after
        return
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    yield (), margin + before + opening
    parts = _parts(value)
    for place, (name, shown, inner) in enumerate(parts, start=1):
        comma = Markup(",") if place < len(parts) else Markup()
        yield from _lines(inner, (*path, name), shown, comma, depth + 1)
    yield (), margin + closing + after


def _parts(value: Any) -> list[tuple[str | int, Markup, Any]]:
    if isinstance(value, dict):
        return [(name, _name(name), inner) for name, inner in value.items()]
    return [(place, Markup(), inner) for place, inner in enumerate(value)]


def _short(value: Any) -> Markup | None:
    """Write a value on one line, if it fits there."""
    if isinstance(value, dict | list) and value:
        if len(json.dumps(value, ensure_ascii=False)) > INLINE_MAX:
            return None
        inner = Markup(", ").join(
            shown + (_short(part) or Markup()) for _, shown, part in _parts(value)
        )
        if isinstance(value, dict):
            return Markup("{{ {} }}").format(inner)
        return Markup("[{}]").format(inner)
    return Markup.escape(json.dumps(value, ensure_ascii=False))


def _name(name: str) -> Markup:
    return Markup("<b>{}</b>: ").format(json.dumps(name, ensure_ascii=False))


def _is_at(path: Path, faults: Collection[Path]) -> bool:
    """Tell whether this line holds a field at fault, whole or in part."""
    return bool(path) and any(fault[: len(path)] == path for fault in faults)
