"""The texts that code and templates ask for, and where."""

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from babel.messages.extract import extract as babel_extract
from jinja2 import Environment, nodes

from .messages import PLACEHOLDER

MessageId = str | tuple[str, str]
KEYWORDS: Final = {
    "_": None,
    "N_": None,
    "gettext": None,
    "markup": None,
    "ngettext": (1, 2),
    "nmarkup": (1, 2),
    "NN_": (1, 2),
}
_CALLS: Final = {"_", "gettext", "markup", "ngettext", "nmarkup"}
_TEMPLATES: Final = {".html", ".txt"}
_PARSER: Final = Environment(autoescape=True)


@dataclass(frozen=True, slots=True)
class Asked:
    """A text that a file asks for."""

    msgid: MessageId
    path: Path
    line: int


@dataclass(frozen=True, slots=True)
class Unfilled:
    text: str
    missing: tuple[str, ...]
    path: Path
    line: int


def files_of(unit: Path, units: Sequence[Path]) -> list[Path]:
    """List the sources and templates of a unit, without those of units inside it."""
    inner = [other for other in units if other != unit and unit in other.parents]
    return [
        path
        for path in sorted(unit.rglob("*"))
        if (path.suffix == ".py" or is_template(path))
        and not any(folder in path.parents for folder in inner)
    ]


def is_template(path: Path) -> bool:
    return path.suffix in _TEMPLATES and "templates" in path.parts


def asked_in(path: Path) -> Iterator[Asked]:
    method = "jinja2.ext:babel_extract" if is_template(path) else "python"
    options = {"silent": "false"} if is_template(path) else {}
    with path.open("rb") as file:
        found = babel_extract(method, file, keywords=KEYWORDS, options=options)
        for line, message, _comments, _context in found:
            if isinstance(message, str):
                yield Asked(message, path, line)
            else:
                yield Asked((message[0], message[1]), path, line)


def unfilled_in(path: Path) -> Iterator[Unfilled]:
    """Find calls whose text has a place that no argument fills."""
    source = path.read_text("utf-8")
    calls = _template_calls(source) if is_template(path) else _python_calls(source)
    for name, text, given, line in calls:
        known = given | ({"n"} if name.startswith("n") else set())
        missing = tuple(p for p in PLACEHOLDER.findall(text) if p not in known)
        if missing:
            yield Unfilled(text, missing, path, line)


_Call = tuple[str, str, set[str], int]


def _python_calls(source: str) -> Iterator[_Call]:
    for call in ast.walk(ast.parse(source)):
        if not isinstance(call, ast.Call) or not call.args:
            continue
        name = getattr(call.func, "id", None) or getattr(call.func, "attr", "")
        if name not in _CALLS or any(word.arg is None for word in call.keywords):
            continue
        given = {str(word.arg) for word in call.keywords}
        for text in _literals(call.args[0]):
            yield name, text, given, call.lineno


def _literals(argument: ast.expr) -> Iterable[str]:
    """Read the text of an argument, written alone or inside N_()."""
    if isinstance(argument, ast.Call) and argument.args:
        argument = argument.args[0]
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        yield argument.value


def _template_calls(source: str) -> Iterator[_Call]:
    for call in _PARSER.parse(source).find_all(nodes.Call):
        name = getattr(call.node, "name", None) or getattr(call.node, "attr", "")
        if name not in _CALLS or call.dyn_kwargs or not call.args:
            continue
        text = call.args[0]
        if isinstance(text, nodes.Const):
            given = {word.key for word in call.kwargs}
            yield name, str(text.value), given, call.lineno
