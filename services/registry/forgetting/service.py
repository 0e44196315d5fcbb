"""Takes an erased person out of the register and of the census."""

from collections import Counter
from collections.abc import Mapping
from typing import Final
from uuid import UUID

from kit.clock import Clock
from kit.people import Trace
from services.registry.advisors import facts
from services.registry.advisors.errors import AdvisorNotFound
from services.registry.advisors.models import Advisor
from services.registry.advisors.repository import AdvisorRepository
from services.registry.imports.service import EFFECTS, CensusForgetting
from services.registry.structures.repository import StructureRepository

from .rules import anonymised

ADVISORS: Final = "registry.advisors"
STRUCTURES: Final = "registry.structures"


class RegistryForgetting:
    def __init__(
        self,
        *,
        advisors: AdvisorRepository,
        structures: StructureRepository,
        census: CensusForgetting,
        clock: Clock,
    ) -> None:
        self._advisors = advisors
        self._structures = structures
        self._census = census
        self._clock = clock

    async def erase(self, person_id: UUID, trace: Trace | None) -> Mapping[str, int]:
        counts: Counter[str] = Counter()
        advisor = await self._find(person_id)
        advisor_id = None if advisor is None else advisor.id
        if trace is not None:
            counts += await self._census.erase(trace, advisor_id=advisor_id)
            counts[STRUCTURES] += await self._structures.forget(trace.own_emails)
        if advisor is not None:
            counts[EFFECTS] += await self._census.erase_record(advisor.id)
            counts[ADVISORS] += await self._anonymise(advisor)
        return +counts

    async def _find(self, person_id: UUID) -> Advisor | None:
        try:
            return await self._advisors.get_of_person(person_id)
        except AdvisorNotFound:
            return None

    async def _anonymise(self, advisor: Advisor) -> int:
        after = anonymised(advisor)
        if after.model_copy(update={"invitation": advisor.invitation}) == advisor:
            return 0
        told = () if advisor.status == "left" else (facts.left(after),)
        await self._advisors.change(advisor, after, *told, at=self._clock())
        return 1
