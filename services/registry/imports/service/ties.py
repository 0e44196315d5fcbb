"""Finds what holds the records of a batch back when it is undone."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from kit.scope import Everything
from services.registry.accounts.repository import AccountRepository
from services.registry.advisors.repository import AdvisorRepository
from services.registry.centres.repository import CentreRepository
from services.registry.imports.models import Effect
from services.registry.imports.repository import BatchRepository
from services.registry.imports.rules import Ties
from services.registry.structures.repository import StructureRepository

ANYBODY = Everything("what holds a record back counts, whoever holds it")


class TieFinder:
    def __init__(
        self,
        *,
        batches: BatchRepository,
        structures: StructureRepository,
        advisors: AdvisorRepository,
        centres: CentreRepository,
        accounts: AccountRepository,
    ) -> None:
        self._batches = batches
        self._structures = structures
        self._advisors = advisors
        self._centres = centres
        self._accounts = accounts

    async def of_persons(self, person_ids: Iterable[UUID]) -> Ties:
        found = await self._accounts.persons_among(person_ids)
        return Ties(with_accounts=frozenset(found))

    async def of_structures(self, structure_ids: Sequence[UUID]) -> Ties:
        staff = await self._advisors.at_structures(structure_ids, scope=ANYBODY)
        places = (place for one in staff.values() for place in one.structure_ids)
        homes = await self._centres.at_structures(structure_ids)
        return Ties(with_staff=frozenset(places), homes=frozenset(homes))

    async def of_centres(
        self, centre_ids: Iterable[UUID], *, homes: Iterable[UUID]
    ) -> Ties:
        """Leave the structures out where the centres stand: they go together."""
        ids = list(centre_ids)
        holders = await self._structures.holders_among(ids, without=homes)
        holders |= await self._advisors.holders_among(ids)
        holders |= await self._accounts.holders_among(ids)
        holders |= await self._batches.holders_among(ids)
        return Ties(holders=frozenset(holders))

    async def sirets_taken(self, effects: Iterable[Effect]) -> frozenset[UUID]:
        """Name the effects whose old SIRET another structure has taken since."""
        wanted = {
            effect.before["siret"]: effect
            for effect in effects
            if effect.before and effect.before.get("siret")
        }
        found = await self._structures.known(sirets=wanted, name_keys=(), scope=ANYBODY)
        return frozenset(
            wanted[one.siret].id
            for one in found
            if one.siret and wanted[one.siret].record_id != one.id
        )
