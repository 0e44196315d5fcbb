"""What the copies of partners do when the registry tells of changes."""

from collections.abc import Sequence

from kit.messaging.envelope import Told
from schemas.events.registry import PartnerFact

from .models import Partner
from .repository import PartnerRepository


class PartnerHandlers:
    def __init__(self, partners: PartnerRepository) -> None:
        self._partners = partners

    async def on_facts(self, batch: Sequence[Told[PartnerFact]]) -> None:
        await self._partners.overtake(
            (_partner(told.fact), told.sequence) for told in batch
        )


def _partner(fact: PartnerFact) -> Partner:
    return Partner(
        id=fact.organisation_id,
        name=fact.name,
        is_member=fact.is_member,
        paid_until=fact.paid_until,
    )
