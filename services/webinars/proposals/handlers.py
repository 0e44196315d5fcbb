"""What becomes of a proposal when a committee decides."""

from collections.abc import Sequence

from kit.messaging.envelope import Told
from kit.messaging.told import because
from schemas.events.governance import DecisionAdopted, DecisionFact, DecisionRejected

from .models import Verdict
from .service import ProposalService


class DecisionHandlers:
    """The partners' adoption moves the dossier on; only the last one validates."""

    def __init__(self, proposals: ProposalService) -> None:
        self._proposals = proposals

    async def on_facts(self, batch: Sequence[Told[DecisionFact]]) -> None:
        for told in batch:
            with because(told):
                await self._apply(told.fact)

    async def _apply(self, fact: DecisionFact) -> None:
        verdict = Verdict(id=fact.decision_id, number=fact.number)
        match fact:
            case DecisionAdopted(
                kind="webinar", is_final=True, effect="webinar.validate"
            ):
                await self._proposals.validate(fact.object_id, verdict)
            case DecisionRejected(kind="webinar"):
                await self._proposals.reject(fact.object_id, verdict)
