"""What managers do with the advisors of their centre."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from uuid import UUID

from kit.clock import Clock
from kit.identity.cards import Cards
from kit.scope import Scope

from . import facts
from .models import (
    Advisor,
    AdvisorEdit,
    AdvisorFilter,
    AdvisorList,
    AdvisorRow,
    AdvisorSheet,
)
from .repository import AdvisorRepository
from .rules import edited

Names = Callable[[Iterable[UUID]], Awaitable[Mapping[UUID, str]]]


class AdvisorService:
    def __init__(
        self,
        *,
        advisors: AdvisorRepository,
        cards: Cards,
        structures: Names,
        centres: Names,
        clock: Clock,
    ) -> None:
        self._advisors = advisors
        self._cards = cards
        self._structures = structures
        self._centres = centres
        self._clock = clock

    async def get(self, advisor_id: UUID, *, scope: Scope) -> AdvisorRow:
        advisor = await self._advisors.get(advisor_id, scope=scope)
        return AdvisorRow(advisor, await self._cards.find(advisor.person_id))

    async def get_own(self, person_id: UUID) -> AdvisorRow:
        """Return the person's own record.

        Raises:
            AdvisorNotFound: the person is no advisor.
        """
        advisor = await self._advisors.get_of_person(person_id)
        return AdvisorRow(advisor, await self._cards.find(person_id))

    async def sheet(self, advisor_id: UUID, *, scope: Scope) -> AdvisorSheet:
        """Return the record with the names of the places around it."""
        row = await self.get(advisor_id, scope=scope)
        centre_id = row.advisor.centre_id
        held_by = {} if centre_id is None else await self._centres([centre_id])
        return AdvisorSheet(
            advisor=row.advisor,
            card=row.card,
            structures=await self._structures(row.advisor.structure_ids),
            centre=held_by.get(centre_id) if centre_id else None,
        )

    async def list_advisors(
        self, kept: AdvisorFilter, *, scope: Scope, after: UUID | None, limit: int
    ) -> AdvisorList:
        found = await self._advisors.list_page(
            kept, scope=scope, after=after, limit=limit + 1
        )
        shown = found[:limit]
        cards = await self._cards.by_ids(one.person_id for one in shown)
        places = {id_ for one in shown for id_ in one.structure_ids}
        return AdvisorList(
            rows=[AdvisorRow(one, cards.get(one.person_id)) for one in shown],
            structures=await self._structures(places),
            next=shown[-1].id if len(found) > limit else None,
        )

    async def count_by_status(
        self, kept: AdvisorFilter, *, scope: Scope
    ) -> dict[str, int]:
        return await self._advisors.count_by_status(kept, scope=scope)

    async def change(
        self, advisor_id: UUID, edit: AdvisorEdit, *, version: int, scope: Scope
    ) -> Advisor:
        """Write what the edit gives, on condition of the version that was read.

        Raises:
            StaleVersion: somebody else changed it since.
            UnknownAffiliation: the advisor has no place in that structure.
        """
        found = await self._advisors.get(advisor_id, scope=scope)
        before = found.model_copy(update={"version": version})
        after = edited(before, edit)
        told = facts.changed(after)
        return await self._advisors.change(before, after, told, at=self._clock())
