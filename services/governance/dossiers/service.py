"""What can be asked of dossiers; only a vote moves them."""

from kit.identity.callers import Caller
from schemas.documents.governance import Dossier
from services.governance.committees.service import CommitteeService

from .models import Filter
from .repository import DossierRepository


class DossierService:
    def __init__(
        self, *, dossiers: DossierRepository, committees: CommitteeService
    ) -> None:
        self._dossiers = dossiers
        self._committees = committees

    async def get(self, reference: str, *, caller: Caller) -> Dossier:
        sight = await self._committees.standing(caller)
        return await self._dossiers.get(reference, sight=sight)

    async def search(
        self, wanted: Filter, *, caller: Caller, after: str | None, limit: int
    ) -> tuple[list[Dossier], str | None]:
        sight = await self._committees.standing(caller)
        return await self._dossiers.search(
            wanted, sight=sight, after=after, limit=limit
        )
