"""What the registry does when a committee has decided."""

from collections.abc import Sequence

from kit.messaging.envelope import Told
from kit.messaging.told import because
from schemas.base import Event
from schemas.events.governance import DecisionFact

from .service import CertificationService


class DecisionHandler:
    def __init__(self, certification: CertificationService) -> None:
        self._certification = certification

    async def on_facts(self, batch: Sequence[Told[Event]]) -> None:
        for told in batch:
            match told.fact:
                case DecisionFact(effect="advisor.certify") as decision:
                    with because(told):
                        await self._certification.apply(decision)
                case _:
                    continue
