"""The register of processing as people read it: by purpose, then by what is kept."""

from collections.abc import Iterable
from dataclasses import dataclass

from kit.texts import Texts
from schemas.personal import (
    CATEGORIES,
    KEPT,
    PURPOSES,
    REGISTER,
    Category,
    Kept,
    Processed,
    Purpose,
)


@dataclass(frozen=True, slots=True)
class Line:
    """What is kept alike: what it says, where it lies, how long, what becomes of it."""

    says: tuple[str, ...]
    places: tuple[str, ...]
    days: int | None
    since: str
    then: str


@dataclass(frozen=True, slots=True)
class Treatment:
    code: str
    title: str
    article: str
    lines: tuple[Line, ...]


def treatments(
    texts: Texts, register: Iterable[Processed] = REGISTER
) -> list[Treatment]:
    found = list(register)
    return [
        Treatment(
            code=purpose.value,
            title=texts.typeset(PURPOSES[purpose].label.within(texts.language)),
            article=PURPOSES[purpose].basis.value,
            lines=_lines([one for one in found if one.purpose is purpose], texts),
        )
        for purpose in Purpose
        if any(one.purpose is purpose for one in found)
    ]


def _lines(found: list[Processed], texts: Texts) -> tuple[Line, ...]:
    classes = dict.fromkeys(one.kept for one in found)
    return tuple(
        _line(kept, [one for one in found if one.kept is kept], texts)
        for kept in classes
    )


def _line(kept: Kept, found: list[Processed], texts: Texts) -> Line:
    rule = KEPT[kept]
    says = [one for one in Category if any(each.says is one for each in found)]
    return Line(
        says=tuple(CATEGORIES[one].within(texts.language) for one in says),
        places=tuple(dict.fromkeys(one.collection for one in found)),
        days=rule.days,
        since=rule.since.within(texts.language),
        then=texts.typeset(rule.then.within(texts.language)),
    )
