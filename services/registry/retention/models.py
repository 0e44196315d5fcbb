"""What is kept how long, and what the nights end of it, as machines read it."""

from pydantic import BaseModel, Field

from kit.people import Coming, Past, Standing
from schemas.base import Localised
from schemas.personal import KEPT, Kept, Rule
from schemas.reference import Label


class RuleView(BaseModel):
    """How long one class is kept, and what becomes of it then."""

    kept: Kept
    what: Localised
    days: int | None = Field(description="None: as long as it serves.")
    since: Localised | None = Field(description="What the days count from.")
    then: Localised

    @classmethod
    def of(cls, kept: Kept, rule: Rule) -> "RuleView":
        return cls(
            kept=kept,
            what=_both(rule.what),
            days=rule.days,
            since=None if rule.days is None else _both(rule.since),
            then=_both(rule.then),
        )


class ClassView(BaseModel):
    """What the nights end of one class of records; absent where nothing has run yet."""

    code: str = Field(description="Database and collection.")
    title: Localised
    kept: Kept
    coming: Coming | None
    past: Past | None

    @classmethod
    def of(cls, one: Standing) -> "ClassView":
        french, english = one.title
        return cls(
            code=one.code,
            title=Localised(fr=french, en=english),
            kept=one.kept,
            coming=one.coming,
            past=one.past,
        )


class RetentionView(BaseModel):
    classes: list[ClassView]
    rules: list[RuleView]

    @classmethod
    def of(cls, found: list[Standing]) -> "RetentionView":
        return cls(
            classes=[ClassView.of(one) for one in found],
            rules=[RuleView.of(kept, rule) for kept, rule in KEPT.items()],
        )


def _both(label: Label) -> Localised:
    return Localised(fr=label.fr, en=label.en)
