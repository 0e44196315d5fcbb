"""What the copies of advisors do when the registry tells of changes."""

from collections.abc import Sequence

from kit.messaging.envelope import Told
from schemas.events.registry import AdvisorFact

from .models import Advisor
from .repository import AdvisorRepository


class AdvisorHandlers:
    def __init__(self, advisors: AdvisorRepository) -> None:
        self._advisors = advisors

    async def on_facts(self, batch: Sequence[Told[AdvisorFact]]) -> None:
        await self._advisors.overtake(
            (_advisor(told.fact), told.sequence) for told in batch
        )


def _advisor(fact: AdvisorFact) -> Advisor:
    return Advisor(
        id=fact.advisor_id,
        person_id=fact.person_id,
        is_active=fact.status == "active",
        profile=fact.profile,
        departments=fact.departments,
    )
