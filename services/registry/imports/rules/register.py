"""The part of the register that a file speaks of, as it stood before the import."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from kit.texts import N_
from services.registry.imports.models import (
    Column,
    KnownAdvisor,
    KnownStructure,
    Table,
)
from services.registry.territories.rules import fold

from .cleaning import clean

# Whom to ask about what no centre holds.
NATION = N_("l’administration nationale")


@dataclass(frozen=True)
class Register:
    """A snapshot; whoever loads it may leave out what no line of the file names.

    `referents` gives a region's referent resource centre; `contacts` says whom to ask
    about what a centre holds, and under None about what the nation holds.
    """

    structures: tuple[KnownStructure, ...] = ()
    advisors: tuple[KnownAdvisor, ...] = ()
    referents: Mapping[str, UUID] = field(default_factory=dict)
    contacts: Mapping[UUID | None, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Keys:
    """What to look for in the register to judge a file."""

    sirets: frozenset[str]
    name_keys: frozenset[str]
    emails: frozenset[str]


def structure_key(name: str) -> str:
    """Fold a structure's name, to find it again however it is written."""
    return fold(name)


def keys_of(table: Table) -> Keys:
    """Gather the hard keys of a file, so that only they are loaded."""
    rows = table.rows
    return Keys(
        sirets=frozenset(
            digits
            for row in rows
            if (digits := "".join(clean(row.text(Column.SIRET)).split())).isdigit()
        ),
        name_keys=frozenset(
            structure_key(clean(row.text(Column.STRUCTURE_NAME))) for row in rows
        )
        - {""},
        emails=frozenset(clean(row.text(Column.EMAIL)).lower() for row in rows) - {""},
    )
