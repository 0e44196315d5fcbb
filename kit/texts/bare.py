"""Words of a template that stand outside any translation."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

from jinja2 import Environment, nodes

_PARSER: Final = Environment(autoescape=True)
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_FRENCH: Final = re.compile(r"[à-öø-ÿœ«»\u2019]|^[A-ZÀ-Ö][a-zà-ÿ\u2019]+(?: |$)")
_SPOKEN: Final = {"alt", "aria-label", "placeholder", "title", "aria-description"}
_SILENT: Final = {"code", "pre", "script", "style"}
_ASKING: Final = {"_", "ngettext", "gettext"}

Bare = tuple[int, str]


def bare_words(path: Path) -> list[Bare]:
    """List what a reader of the other language would read untranslated: line, text."""
    source = path.read_text("utf-8")
    page = _Page()
    page.feed(_without_jinja(source))
    page.close()
    return sorted([*page.found, *_bare_literals(source)])


def _without_jinja(source: str) -> str:
    """Blank every expression, keeping line breaks so that lines stay true."""
    kept = []
    depth = ""
    for _line, kind, value in _PARSER.lex(source):
        if kind.endswith("_begin"):
            depth = kind
        blank = bool(depth) or kind != "data"
        kept.append("\n" * value.count("\n") if blank else value)
        if kind.endswith("_end"):
            depth = ""
    return "".join(kept)


def _bare_literals(source: str) -> Iterator[Bare]:
    """Find French strings handed to macros and filters without `_()`."""
    tree = _PARSER.parse(source)
    asked = {
        id(const)
        for call in tree.find_all(nodes.Call)
        if getattr(call.node, "name", "") in _ASKING
        for const in call.find_all(nodes.Const)
    }
    for const in tree.find_all(nodes.Const):
        text = const.value
        if id(const) not in asked and isinstance(text, str) and _FRENCH.search(text):
            yield const.lineno, text


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Bare] = []
        self.silence = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in _SILENT:
            self.silence += 1
        for name in _SPOKEN & given.keys():
            self._note(given[name] or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT and self.silence:
            self.silence -= 1

    def handle_data(self, data: str) -> None:
        if not self.silence:
            self._note(data)

    def _note(self, text: str) -> None:
        if _WORD.search(text):
            first = text[: len(text) - len(text.lstrip())].count("\n")
            self.found.append((self.getpos()[0] + first, " ".join(text.split())))
