"""What can be asked of the register of decisions."""

from kit.clock import Clock
from kit.identity.callers import Caller
from kit.texts.dates import PARIS
from schemas.documents.governance import Decision
from services.governance.committees.service import CommitteeService

from .models import Filter
from .repository import DecisionRepository


class DecisionService:
    def __init__(
        self,
        *,
        decisions: DecisionRepository,
        committees: CommitteeService,
        clock: Clock,
    ) -> None:
        self._decisions = decisions
        self._committees = committees
        self._clock = clock

    async def open_counters(self) -> None:
        """Have the year's counter of dossiers, which other services draw from."""
        year = self._clock().astimezone(PARIS).year
        await self._decisions.open_counter("dossier", year)

    async def get(self, reference: str, *, caller: Caller) -> Decision:
        sight = await self._committees.standing(caller)
        return await self._decisions.get(reference, sight=sight)

    async def search(
        self, wanted: Filter, *, caller: Caller, after: str | None, limit: int
    ) -> tuple[list[Decision], str | None]:
        sight = await self._committees.standing(caller)
        return await self._decisions.search(
            wanted, sight=sight, after=after, limit=limit
        )
