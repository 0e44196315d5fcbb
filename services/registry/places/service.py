"""What the public may ask about places."""

from dataclasses import dataclass
from uuid import UUID

from kit.identity.cards import Cards
from kit.scope import Everything
from services.registry.advisors.repository import AdvisorRepository
from services.registry.consents.service import ConsentService
from services.registry.structures.repository import StructureRepository
from services.registry.territories.rules import Gazetteer

from . import rules
from .errors import PlaceAmbiguous, PlaceUnknown
from .models import (
    Answer,
    Figures,
    Here,
    Nearby,
    Nowhere,
    PlaceView,
    ReceptionPoint,
    RegionFigures,
    Several,
)

PUBLIC = Everything("what the network shows to the public")


@dataclass(frozen=True, slots=True)
class Coverage:
    """Where the network is: by region, and in all."""

    regions: list[RegionFigures]
    total: Figures


class PlaceService:
    def __init__(
        self,
        *,
        structures: StructureRepository,
        advisors: AdvisorRepository,
        gazetteer: Gazetteer,
        consents: ConsentService,
        cards: Cards,
    ) -> None:
        self._structures = structures
        self._advisors = advisors
        self._gazetteer = gazetteer
        self._consents = consents
        self._cards = cards

    def resolve(self, text: str) -> Answer:
        return rules.resolve(text, self._gazetteer)

    def suggest(self, text: str, *, limit: int) -> list[PlaceView]:
        return rules.suggestions(text, self._gazetteer, limit=limit)

    def choices(self, here: Here) -> list[PlaceView]:
        """Name the towns that a postcode serves, to narrow it down."""
        return [
            rules.shown(one, self._gazetteer, postcode=here.postcode)
            for one in here.communes
        ]

    async def near(self, here: Here, *, limit: int) -> list[ReceptionPoint]:
        """List the nearest reception points; unlocated ones of the same department."""
        found = await self._structures.unlocated(here.department, scope=PUBLIC)
        if here.position is not None:
            found += await self._structures.nearest(
                here.position, limit=limit, scope=PUBLIC
            )
        return await self._with_names(rules.measured(found, here)[:limit])

    async def _with_names(self, points: list[ReceptionPoint]) -> list[ReceptionPoint]:
        """Name the active advisors who consent to it, and nobody else."""
        ids = [UUID(point.id) for point in points]
        found = await self._advisors.at_structures(ids, scope=PUBLIC)
        active = [one for one in found.values() if one.status == "active"]
        shown = await self._consents.shown_among(one.person_id for one in active)
        names = await self._cards.names(shown)
        return [
            point.model_copy(
                update={
                    "advisors": sorted(
                        names[one.person_id]
                        for one in active
                        if UUID(point.id) in one.structure_ids
                        and names.get(one.person_id)
                    )
                }
            )
            for point in points
        ]

    async def nearby(self, text: str, *, limit: int) -> Nearby:
        """Answer a machine.

        Raises:
            PlaceUnknown: no town is called so.
            PlaceAmbiguous: several are.
        """
        match self.resolve(text):
            case Nowhere(nearest=nearest):
                raise PlaceUnknown(nearest=[one.label for one in nearest])
            case Several(choices=choices):
                raise PlaceAmbiguous(choices=[one.label for one in choices])
            case Here() as here:
                items = await self.near(here, limit=limit)
                return Nearby(place=self.choices(here)[0], items=items)

    async def coverage(self) -> Coverage:
        """Count structures and reception points, and active advisors."""
        structures = await self._structures.count_by_department(scope=PUBLIC)
        advisors = await self._advisors.count_active(scope=PUBLIC)
        codes = {*structures, *advisors.by_department}
        figures = {
            code: Figures(
                *structures.get(code, (0, 0)), advisors.by_department.get(code, 0)
            )
            for code in codes
        }
        regions = rules.by_region(figures, advisors.by_region)
        total = rules.total_of(regions, advisors=advisors.total)
        return Coverage(regions=regions, total=total)
