"""The register of processing, written from the marks of the stored models."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kit.running import plans
from maillage.running.services import SERVICES
from schemas.personal import (
    CATEGORIES,
    HEADINGS,
    KEPT,
    PURPOSES,
    Kept,
    Processed,
    Purpose,
    personal_fields,
)

TABLE: Final = Path("schemas", "personal", "register.csv")
PAGE: Final = Path("docs", "processing.md")
OPENING: Final = """# Register of processing

Written by `maillage schemas` from the marks on the stored models: what is kept about
people, what for, by which right, how long. Who reads which of it stands in
`schemas/access.py`.
"""


def processed() -> list[Processed]:
    """List the marked fields of every collection, by purpose."""
    return sorted(_found(), key=lambda one: (list(Purpose).index(one.purpose), one))


def table() -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADINGS)
    writer.writerows(processed())
    return text.getvalue()


def page() -> str:
    found = processed()
    parts = [
        _purpose(purpose, [one for one in found if one.purpose == purpose])
        for purpose in Purpose
    ]
    return "\n".join([OPENING, *(part for part in parts if part)])


def _found() -> Iterator[Processed]:
    for plan in plans(SERVICES):
        model = plan.holds or plan.model
        for path, mark in personal_fields(model) if model else ():
            yield Processed(
                purpose=mark.purpose,
                collection=f"{plan.database}.{plan.name}",
                field=".".join(path),
                says=mark.says,
                kept=mark.kept,
            )


def _purpose(purpose: Purpose, found: list[Processed]) -> str:
    if not found:
        return ""
    why = PURPOSES[purpose]
    lines = [
        f"## {why.label.en}",
        "",
        f"{why.label.fr}. Legal basis: GDPR, article {why.basis.value}.",
        "",
        "| Collection | Field | Says | Kept |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| `{one.collection}` | `{one.field}` | {CATEGORIES[one.says].en} "
        f"| {_rule(one.kept)} |"
        for one in found
    ]
    return "\n".join([*lines, ""])


def _rule(kept: Kept) -> str:
    rule = KEPT[kept]
    if rule.days is None:
        return rule.then.en
    return f"{rule.days} days after {rule.since.en}, then {rule.then.en}"
