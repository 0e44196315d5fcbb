"""What the national administration does with partners."""

from datetime import date
from uuid import UUID

from kit.clock import Clock
from kit.texts.dates import PARIS

from . import facts
from .models import NewPartner, Organisation, PartnerEdit, PartnerView
from .repository import PartnerRepository
from .rules import edited, may_propose, organisation_of


class PartnerService:
    def __init__(self, *, partners: PartnerRepository, clock: Clock) -> None:
        self._partners = partners
        self._clock = clock

    async def get(self, partner_id: UUID) -> PartnerView:
        return self._view(await self._partners.get(partner_id))

    async def list_partners(
        self, *, after: UUID | None, limit: int
    ) -> tuple[list[PartnerView], UUID | None]:
        """List by name; the id is that of the last when more follow."""
        found = await self._partners.list_page(after=after, limit=limit + 1)
        shown = found[:limit]
        last = shown[-1].id if len(found) > limit else None
        return [self._view(one) for one in shown], last

    async def join(self, partner: NewPartner) -> PartnerView:
        """Note that an organisation joins the association.

        Raises:
            PartnerExists: one has this name.
        """
        joined = organisation_of(partner)
        told = facts.joined(joined)
        return self._view(await self._partners.add(joined, told, at=self._clock()))

    async def change(
        self, partner_id: UUID, edit: PartnerEdit, *, version: int
    ) -> PartnerView:
        """Write what the edit gives.

        Raises:
            StaleVersion: somebody else changed it since.
            PartnerExists: another one has the new name.
        """
        found = await self._partners.get(partner_id)
        before = found.model_copy(update={"version": version})
        after = edited(before, edit)
        told = facts.standing_changed(after)
        return self._view(
            await self._partners.change(before, after, told, at=self._clock())
        )

    def _view(self, partner: Organisation) -> PartnerView:
        return PartnerView.of(partner, may_propose=may_propose(partner, self._today()))

    def _today(self) -> date:
        return self._clock().astimezone(PARIS).date()
