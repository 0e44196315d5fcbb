"""What the page of retention says of each class, in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass

from kit.people import Coming, Past, Standing
from kit.texts import Texts
from schemas.personal import KEPT, Rule


@dataclass(frozen=True, slots=True)
class Row:
    """`days` count from `since`; without them it is kept as long as it serves."""

    what: str
    days: int | None
    since: str
    then: str


@dataclass(frozen=True, slots=True)
class Night:
    """A class that the nights end, with what is known of the last and the next."""

    row: Row
    coming: Coming | None
    past: Past | None


def nights(found: Iterable[Standing], texts: Texts) -> list[Night]:
    return [
        Night(
            row=_row(one.title[texts.language == "en"], KEPT[one.kept], texts),
            coming=one.coming,
            past=one.past,
        )
        for one in found
    ]


def every_rule(texts: Texts) -> list[Row]:
    return [
        _row(rule.what.within(texts.language), rule, texts) for rule in KEPT.values()
    ]


def _row(what: str, rule: Rule, texts: Texts) -> Row:
    return Row(
        what=texts.typeset(what),
        days=rule.days,
        since=rule.since.within(texts.language),
        then=texts.typeset(rule.then.within(texts.language)),
    )
