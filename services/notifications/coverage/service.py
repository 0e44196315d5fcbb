"""Reckoning the coverage of whoever answers for a territory."""

from kit.scope import Scope
from services.notifications.recipients.repository import AdvisorRepository

from . import rules
from .models import Coverage
from .repository import CentreRepository, StructureRepository


class CoverageService:
    def __init__(
        self,
        *,
        advisors: AdvisorRepository,
        structures: StructureRepository,
        centres: CentreRepository,
    ) -> None:
        self._advisors = advisors
        self._structures = structures
        self._centres = centres

    async def reckon(self, scope: Scope) -> Coverage:
        """Count from our own copies: of the scope's centres, or of the nation."""
        regions = await self._centres.regions_of(scope)
        regions = regions or await self._advisors.regions_of(scope)
        enrolled, _ = await self._advisors.waiting("enrolled", scope)
        counted = {
            one["_id"]: (one["dedicated"], one["total"])
            for one in await self._advisors.active_by_department(scope)
        }
        return Coverage(
            region_names=rules.names(regions),
            active_count=await self._advisors.count_active(scope),
            enrolled_count=enrolled,
            reception_points=await self._structures.count_reception_points(scope),
            departments=rules.departments(regions, counted),
            until=await self._advisors.told_until(scope),
        )
