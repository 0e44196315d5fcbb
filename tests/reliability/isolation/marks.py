"""Strings planted per tenant in every private field, and where they are met again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Tenant = Literal["quagga", "okapi"]
Class = Literal["gens", "part", "vote", "hub", "own"]

OURS: Tenant = "quagga"
THEIRS: Tenant = "okapi"
CLASSES: tuple[Class, ...] = ("gens", "part", "vote", "hub", "own")


def mark(tenant: Tenant, about: Class) -> str:
    """Return a word that no other text holds, and that a name or an address may."""
    return f"{tenant}{about}"


EVERY = frozenset(mark(tenant, one) for tenant in (OURS, THEIRS) for one in CLASSES)


def of(tenant: Tenant, *classes: Class) -> frozenset[str]:
    return frozenset(mark(tenant, one) for one in classes)


@dataclass(frozen=True, slots=True)
class Leak:
    """What an answer held that its reader must not see, and where."""

    what: str
    where: str


def leaks(
    body: bytes,
    headers: Iterable[tuple[str, str]],
    *,
    forbidden: Iterable[str],
    ids: Mapping[str, str],
    asked: str,
) -> list[Leak]:
    """Find forbidden words anywhere, and the ids that the request did not name."""
    texts = {"body": body.decode("utf-8", "replace").lower()}
    texts |= {f"header {name}": value.lower() for name, value in headers}
    secret = [
        *forbidden,
        *(one for one in ids.values() if one.lower() not in asked.lower()),
    ]
    return [
        Leak(what=one, where=where)
        for where, text in texts.items()
        for one in secret
        if one.lower() in text
    ]
