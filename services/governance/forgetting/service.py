"""Gives up the seats of an erased person, and takes their words and name away."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from kit.clock import Clock
from kit.people import Trace
from services.governance.committees.service import CommitteeService

from .repository import ForgettingRepository
from .rules import names, without

SEATS: Final = "governance.committees"
REASONS: Final = "governance.votes"
DOSSIERS: Final = "governance.dossiers"


class GovernanceForgetting:
    def __init__(
        self,
        *,
        committees: CommitteeService,
        forgetting: ForgettingRepository,
        clock: Clock,
    ) -> None:
        self._committees = committees
        self._forgetting = forgetting
        self._clock = clock

    async def erase(self, person_id: UUID, trace: Trace | None) -> Mapping[str, int]:
        counts = {
            SEATS: await self._committees.unseat_everywhere(person_id),
            REASONS: await self._forgetting.take_reasons_back(person_id),
            DOSSIERS: await self._unname(person_id, trace),
        }
        return {code: count for code, count in counts.items() if count}

    async def _unname(self, person_id: UUID, trace: Trace | None) -> int:
        """Take the name out of the dossiers of the person and their organisations."""
        if trace is None or not trace.name:
            return 0
        found = await self._forgetting.dossiers_of(
            person_id, organisations=trace.organisation_ids
        )
        named = [one for one in found if names(one, trace.name)]
        for one in named:
            await self._forgetting.rewrite(
                one, without(one, trace.name), at=self._clock()
            )
        return len(named)
