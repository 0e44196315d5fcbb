"""What the registry tells of structures and centres becomes our copies."""

from collections.abc import Sequence

from kit.messaging.envelope import Told
from schemas.events.registry import CentreFact, StructureFact

from .models import Centre, Structure
from .repository import CentreRepository, StructureRepository


class CoverageHandlers:
    def __init__(
        self, *, structures: StructureRepository, centres: CentreRepository
    ) -> None:
        self._structures = structures
        self._centres = centres

    async def on_facts(self, batch: Sequence[Told[StructureFact | CentreFact]]) -> None:
        await self._structures.overtake(
            (_structure(told.fact, told), told.sequence)
            for told in batch
            if isinstance(told.fact, StructureFact)
        )
        await self._centres.overtake(
            (_centre(told.fact, told), told.sequence)
            for told in batch
            if isinstance(told.fact, CentreFact)
        )


def _structure(
    fact: StructureFact, told: Told[StructureFact | CentreFact]
) -> Structure:
    return Structure(
        id=fact.structure_id,
        told_at=told.at,
        centre_id=fact.centre_id,
        department=fact.department,
        region=fact.region,
        is_reception_point=fact.is_reception_point,
        is_removed=fact.is_removed,
    )


def _centre(fact: CentreFact, told: Told[StructureFact | CentreFact]) -> Centre:
    return Centre(
        id=fact.centre_id,
        told_at=told.at,
        name=fact.name,
        region=fact.region,
        is_active=fact.is_active,
    )
