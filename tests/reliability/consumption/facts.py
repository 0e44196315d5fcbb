"""The life of structures, centres, partners, advisors and accounts, in many facts."""

import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final
from uuid import UUID

from kit.ids import id_of
from schemas.base import Event
from schemas.events import registry as told

from .records import Fact

PER_AGGREGATE: Final = 10
THEMES: Final = ("facture-electronique", "site-web", "cybersecurite", "reseaux-sociaux")
REGIONS: Final = ("11", "27", "44", "76", "93")
STATUSES: Final[dict[type[Event], str]] = {
    told.AdvisorListed: "listed",
    told.AdvisorInvited: "invited",
    told.AdvisorEnrolled: "enrolled",
    told.AdvisorActivated: "active",
    told.AdvisorSuspended: "suspended",
    told.AdvisorResumed: "active",
}

Life = Callable[[random.Random, UUID, int], Event]


def structure(chance: random.Random, id_: UUID, sequence: int) -> Event:
    kind: type[Event] = told.StructureChanged
    if sequence in (1, PER_AGGREGATE):
        kind = told.StructureCreated if sequence == 1 else told.StructureRemoved
    return _event(
        kind,
        structure_id=id_,
        name=f"Structure {id_.hex[:6]} {sequence}",
        department=f"{chance.randrange(1, 95):02}",
        region=chance.choice(REGIONS),
        is_reception_point=chance.random() < 0.5,
        is_removed=kind is told.StructureRemoved and chance.random() < 0.5,
    )


def centre(chance: random.Random, id_: UUID, sequence: int) -> Event:
    kind = told.CentreDesignated if sequence % 2 else told.CentreWithdrawn
    return _event(
        kind,
        centre_id=id_,
        name=f"Centre {id_.hex[:6]} {sequence}",
        region=chance.choice(REGIONS),
        is_active=kind is told.CentreDesignated,
    )


def partner(chance: random.Random, id_: UUID, sequence: int) -> Event:
    kind = told.PartnerJoined if sequence == 1 else told.PartnerStandingChanged
    return _event(
        kind,
        organisation_id=id_,
        name=f"Partenaire {id_.hex[:6]} {sequence}",
        is_member=chance.random() < 0.9,
        paid_until=f"20{chance.randrange(24, 29)}-12-31",
    )


def advisor(chance: random.Random, id_: UUID, sequence: int) -> Event:
    kinds: list[type[Event]] = [*STATUSES, *[told.AdvisorChanged] * 6]
    kind: type[Event] = (
        told.AdvisorListed if sequence == 1 else chance.choice(kinds[2:])
    )
    if sequence == 2 and chance.random() < 0.1:
        kind = told.AdvisorInvited
    return _event(
        kind,
        advisor_id=id_,
        person_id=id_of("person", id_),
        centre_id=id_of("centre", chance.randrange(50)),
        themes=chance.sample(THEMES, chance.randrange(1, 4)),
        departments=[f"{chance.randrange(1, 95):02}"],
        regions=[chance.choice(REGIONS)],
        status=STATUSES.get(kind, "enrolled"),
        charter_version=sequence,
    )


def account(chance: random.Random, id_: UUID, sequence: int) -> Event:
    kind = told.AccountOpened if sequence == 1 else told.AccountLanguageChanged
    return _event(
        kind,
        account_id=id_,
        person_id=id_of("person of", id_),
        language=chance.choice(("fr", "en")),
    )


LIVES: Final[dict[str, tuple[Life, float]]] = {
    "structure": (structure, 0.3),
    "centre": (centre, 0.02),
    "partner": (partner, 0.08),
    "advisor": (advisor, 0.5),
    "account": (account, 0.1),
}


def lives(chance: random.Random, count: int) -> list[Fact]:
    """Tell `count` facts, those of all aggregates mixed, each one's in order."""
    lines = [
        (life, id_of(name, number))
        for name, (life, share) in LIVES.items()
        for number in range(max(1, round(count * share / PER_AGGREGATE)))
    ]
    turns = [place for place in range(len(lines)) for _ in range(PER_AGGREGATE)]
    chance.shuffle(turns)
    return list(_told(chance, lines, turns))


def _told(
    chance: random.Random, lines: Sequence[tuple[Life, UUID]], turns: Sequence[int]
) -> Iterator[Fact]:
    sequences = [0] * len(lines)
    for place in turns:
        sequences[place] += 1
        life, id_ = lines[place]
        yield Fact(life(chance, id_, sequences[place]), sequences[place])


def _event(kind: type[Event], **changed: Any) -> Event:
    return kind.model_validate({**kind.example, **changed})
