"""The part of the register that a file speaks of, whoever holds it."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from kit.identity.cards import Card, Cards
from kit.scope import Everything
from services.registry.advisors.models import Advisor
from services.registry.advisors.repository import AdvisorRepository
from services.registry.centres.repository import CentreRepository
from services.registry.imports.models import Importer, Table
from services.registry.imports.rules import (
    NATION,
    Now,
    Register,
    Wishes,
    keys_of,
    known_advisor,
    known_structure,
    structure_key,
)
from services.registry.structures.models import Structure
from services.registry.structures.repository import StructureRepository

MATCHING = Everything("a census must notice what other centres hold, and say no more")


@dataclass(frozen=True)
class Snapshot:
    """A register, and a name that changes whenever anything in it does."""

    register: Register
    name: str


class RegisterRepository:
    def __init__(
        self,
        *,
        structures: StructureRepository,
        advisors: AdvisorRepository,
        centres: CentreRepository,
        cards: Cards,
    ) -> None:
        self._structures = structures
        self._advisors = advisors
        self._centres = centres
        self._cards = cards

    async def importer(self, centre_id: UUID | None) -> Importer:
        """Return whose import it is; a centre's knows its region."""
        if centre_id is None:
            return Importer()
        found = (await self._centres.by_ids([centre_id])).get(centre_id)
        return Importer(centre_id=centre_id, region=found.region if found else None)

    async def snapshot(self, table: Table) -> Snapshot:
        """Read what the file names, and the people of the structures it names."""
        keys = keys_of(table)
        structures = await self._structures.known(
            sirets=keys.sirets, name_keys=keys.name_keys, scope=MATCHING
        )
        advisors, cards = await self._people(keys.emails, structures)
        referents = await self._centres.referents()
        register = Register(
            structures=tuple(known_structure(one) for one in structures),
            advisors=tuple(
                known_advisor(one, cards[one.person_id])
                for one in advisors.values()
                if one.person_id in cards
            ),
            referents={region: one.id for region, one in referents.items()},
            contacts=await self._contacts(structures, advisors.values()),
        )
        counted = [*structures, *advisors.values(), *cards.values()]
        return Snapshot(register, _name((one.id, one.version) for one in counted))

    async def now(self, wishes: Wishes) -> Now:
        """Read what applying would touch, or collide with."""
        said = [wish.data for wish in wishes.structures.values()]
        found = await self._structures.known(
            sirets={one.siret for one in said if one.siret},
            name_keys={structure_key(one.name) for one in said},
            scope=MATCHING,
        )
        found += await self._structures.by_ids(wishes.known_structures, scope=MATCHING)
        structures = {one.id: one for one in found}
        known = await self._advisors.by_ids(wishes.known_advisors, scope=MATCHING)
        emails = {wish.data.email for wish in wishes.advisors.values()}
        advisors, cards = await self._people(emails, ())
        advisors |= known
        cards |= await self._cards.by_ids(one.person_id for one in known.values())
        referents = await self._centres.referents()
        return Now(
            structures=structures,
            advisors=advisors,
            cards=cards,
            referents={region: one.id for region, one in referents.items()},
            homes=await self._centres.at_structures(structures),
        )

    async def _people(
        self, emails: Iterable[str], structures: Iterable[Structure]
    ) -> tuple[dict[UUID, Advisor], dict[UUID, Card]]:
        named = await self._cards.with_emails(emails)
        cards = {card.id: card for card in named.values()}
        found = await self._advisors.by_persons(cards, scope=MATCHING)
        advisors = {one.id: one for one in found.values()}
        places = [one.id for one in structures]
        advisors |= await self._advisors.at_structures(places, scope=MATCHING)
        missing = {one.person_id for one in advisors.values()} - cards.keys()
        return advisors, cards | await self._cards.by_ids(missing)

    async def _contacts(
        self, structures: Iterable[Structure], advisors: Iterable[Advisor]
    ) -> Mapping[UUID | None, str]:
        """Say whom to ask about what another holds."""
        held = [one.centre_id for one in structures]
        held += [one.centre_id for one in advisors]
        holders = set(filter(None, held))
        names = await self._centres.names_of(holders)
        unnamed: dict[UUID | None, str] = dict.fromkeys([None, *holders], NATION)
        return unnamed | dict(names)


def _name(counted: Iterable[tuple[UUID, int]]) -> str:
    text = "\n".join(sorted(f"{id_}:{version}" for id_, version in counted))
    return hashlib.sha256(text.encode()).hexdigest()
