"""The table of rights as a page of the documentation: `docs/rights.md`."""

from collections.abc import Iterable, Iterator
from typing import Final

from schemas.access import (
    BY_LINK,
    EMBEDDED,
    PUBLIC,
    RIGHTS,
    ROLE_LABELS,
    SAID,
    Action,
    Over,
    Right,
    Role,
)

HEAD: Final = """# Who may do what

Written by `maillage schemas` from the table in `schemas/access.py`.

A person holds any number of roles. Each is bound to what it reaches and to a term: a
grant gives nothing before its first day nor from its end on, in open sessions too. What
lies outside of it looks absent (404), in pages, over HTTP, in exports and in counts.
Why it is so: [decision 16](decisions/0016-rights-and-scopes.md).

| Reaches | Means |
|---|---|
"""
MEANING: Final[dict[Over, str]] = {
    Over.NATION: "every record",
    Over.REGION: "what lies in one region, whichever centre holds it",
    Over.CENTRE: "what one resource centre holds",
    Over.STRUCTURE: "one structure, and who works there",
    Over.ORGANISATION: "what one private partner proposed, and its dossiers",
    Over.SEAT: "what the committee's own documents give who sits there that day",
    Over.SELF: "what is the person's, or the machine's, own",
}


def page() -> str:
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield HEAD.rstrip()
    yield from (f"| {over} | {MEANING[over]} |" for over in Over)
    yield "\n## The table\n"
    roles = [role for role in Role if any(_held(role, action) for action in Action)]
    yield _row(["", *(ROLE_LABELS[role][1] for role in roles)])
    yield "|---" * (len(roles) + 1) + "|"
    for action in Action:
        told = [", ".join(_held(role, action)) for role in roles]
        yield _row([f"{SAID[action]} (`{action}`)", *told])
    yield from _addresses("Without an account", "", PUBLIC)
    yield from _addresses(
        "With a link from an e-mail", "Signed for one person and one purpose.", BY_LINK
    )
    yield from _addresses(
        "On one machine only",
        "Served by `maillage up` and refused elsewhere.",
        EMBEDDED,
    )


def _held(role: Role, action: Action) -> list[str]:
    return [str(over) for over in Over if Right(role, over) in RIGHTS[action]]


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _addresses(title: str, why: str, addresses: Iterable[str]) -> Iterator[str]:
    yield f"\n## {title}\n"
    if why:
        yield f"{why}\n"
    yield from (f"- `{one}`" for one in addresses)
