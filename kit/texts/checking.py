"""What is missing, stale or wrong in the catalogues, and the filling of new entries."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final, Literal

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from .bare import bare_words
from .catalogues import CATALOGUE, read_catalogue
from .extraction import (
    Asked,
    asked_in,
    files_of,
    is_template,
    unfilled_in,
)
from .messages import PLACEHOLDER

Kind = Literal["untranslated", "placeholders", "unfilled", "obsolete", "bare", "clash"]
SHARED: Final = "kit"
_HEADER: Final = """\
# English. The French source stands in the code and the templates.
msgid ""
msgstr ""
"Language: en\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    path: Path
    line: int
    kind: Kind
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.kind}: {self.text}"


def check(units: Sequence[Path]) -> list[Problem]:
    """List everything that keeps a reader of either language from a right text."""
    shared = _translated(_shared(units))
    problems = [*_clashes(units)]
    for unit in units:
        files = files_of(unit, units)
        asked = [found for path in files for found in asked_in(path)]
        problems += _untranslated(unit, asked, shared)
        problems += _obsolete(unit, asked)
        problems += _misplaced(unit)
        for path in files:
            problems += [
                Problem(path, found.line, "unfilled", f"{found.text} {found.missing}")
                for found in unfilled_in(path)
            ]
            if is_template(path):
                problems += [Problem(path, *_bare(found)) for found in bare_words(path)]
    return sorted(set(problems))


def extract(units: Sequence[Path]) -> list[Path]:
    """Add to each unit's catalogue what it asks for, and drop what nobody asks."""
    shared = _translated(_shared(units))
    changed = []
    for unit in units:
        path = unit / CATALOGUE
        before = path.read_text("utf-8") if path.exists() else ""
        outside = set() if unit.name == SHARED else shared
        after = _written(_renewed(unit, units, outside))
        if after != before and (before or after != _HEADER):
            path.parent.mkdir(exist_ok=True)
            path.write_text(after, "utf-8")
            changed.append(path)
    return changed


def _renewed(unit: Path, units: Sequence[Path], outside: set[str]) -> Catalog:
    known = read_catalogue(unit / CATALOGUE)
    renewed = Catalog(locale="en")
    for path in files_of(unit, units):
        for found in asked_in(path):
            if _key(found.msgid) in outside:
                continue
            old = known.get(_key(found.msgid))
            empty = "" if isinstance(found.msgid, str) else ("", "")
            fits = old is not None and type(old.id) is type(found.msgid)
            text = old.string if old is not None and fits else empty
            renewed.add(found.msgid, text, flags=["fuzzy"] if old and old.fuzzy else ())
    return renewed


def _written(catalogue: Catalog) -> str:
    file = BytesIO()
    write_po(file, catalogue, omit_header=True, no_location=True, width=0)
    lines = file.getvalue().decode().splitlines()
    body = "\n".join(line for line in lines if not line.startswith("#, python"))
    return _HEADER + (body.strip("\n") + "\n" if body.strip() else "")


def _untranslated(
    unit: Path, asked: Sequence[Asked], shared: set[str]
) -> Iterator[Problem]:
    own = _translated(unit)
    for found in asked:
        key = _key(found.msgid)
        if key and key not in own and key not in shared:
            yield Problem(found.path, found.line, "untranslated", key)


def _obsolete(unit: Path, asked: Sequence[Asked]) -> Iterator[Problem]:
    wanted = {_key(found.msgid) for found in asked}
    for message in read_catalogue(unit / CATALOGUE):
        if message.id and _key(message.id) not in wanted:
            yield Problem(unit / CATALOGUE, 0, "obsolete", _key(message.id))


def _misplaced(unit: Path) -> Iterator[Problem]:
    for message in read_catalogue(unit / CATALOGUE):
        sources = _forms(message.id)
        for text in filter(None, _forms(message.string)):
            if set(PLACEHOLDER.findall(text)) - _places(sources) or (
                _places(sources[-1:]) - set(PLACEHOLDER.findall(text))
                and len(sources) == 1
            ):
                yield Problem(unit / CATALOGUE, 0, "placeholders", _key(message.id))


def _clashes(units: Sequence[Path]) -> Iterator[Problem]:
    said: dict[str, object] = {}
    for unit in units:
        for message in read_catalogue(unit / CATALOGUE):
            key = _key(message.id)
            if (
                key
                and message.string
                and said.setdefault(key, message.string) != (message.string)
            ):
                yield Problem(unit / CATALOGUE, 0, "clash", key)


def _shared(units: Sequence[Path]) -> Path | None:
    return next((unit for unit in units if unit.name == SHARED), None)


def _translated(unit: Path | None) -> set[str]:
    if unit is None:
        return set()
    return {
        _key(message.id)
        for message in read_catalogue(unit / CATALOGUE)
        if message.id and not message.fuzzy and all(_forms(message.string))
    }


def _key(msgid: object) -> str:
    return _forms(msgid)[0]


def _forms(text: object) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)  # type: ignore[arg-type]


def _places(texts: Sequence[str]) -> set[str]:
    return {place for text in texts for place in PLACEHOLDER.findall(text)}


def _bare(found: tuple[int, str]) -> tuple[int, Kind, str]:
    return found[0], "bare", found[1]
