"""What can be asked of the register of decisions."""

from kit.identity.callers import Caller
from schemas.documents.governance import Decision
from services.governance.committees.service import CommitteeService

from .models import Filter
from .repository import DecisionRepository


class DecisionService:
    def __init__(
        self, *, decisions: DecisionRepository, committees: CommitteeService
    ) -> None:
        self._decisions = decisions
        self._committees = committees

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
