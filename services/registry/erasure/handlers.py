"""What the registry does when services confirm, and when a wait is over."""

from collections.abc import Mapping, Sequence
from typing import Any

from kit.due import Job
from kit.messaging.envelope import Told
from schemas.people import ErasureFact

from .models import Confirmed
from .service import JOB, ErasureService


class ConfirmationHandlers:
    def __init__(self, erasures: ErasureService) -> None:
        self._erasures = erasures

    async def on_facts(self, batch: Sequence[Told[ErasureFact]]) -> None:
        for told in batch:
            word = Confirmed(
                service=told.source, at=told.at, erased=dict(told.fact.erased)
            )
            await self._erasures.confirm(told.fact.person_id, word)


class ErasureJobs:
    def __init__(self, erasures: ErasureService) -> None:
        self._erasures = erasures

    @property
    def table(self) -> Mapping[str, Job]:
        return {JOB: self.erase}

    async def erase(self, payload: dict[str, Any]) -> None:
        await self._erasures.erase_due(payload)
