"""Finds the lines: every module of `lines` has one."""

import pkgutil
import re
from importlib import import_module

from . import lines as folder
from .line import Line

LAST = (1_000, "")


def find_lines() -> list[Line]:
    """Return every line, in the order of the table: R2, R2b, R12, then RA11Y."""
    modules = sorted(one.name for one in pkgutil.iter_modules(folder.__path__))
    named = [name for name in modules if re.match(r"r(\d+[a-z]?|a11y)_", name)]
    found = [import_module(f"{folder.__name__}.{name}").LINE for name in named]
    return sorted(found, key=_place)


def _place(line: Line) -> tuple[int, str]:
    if line.id == "RA11Y":
        return LAST
    number, letter = re.fullmatch(r"R(\d+)([a-z]?)", line.id).groups()  # type: ignore[union-attr] # an id that is none must fail here
    return int(number), letter
