"""The night's due job, as the worker's table names it."""

from collections.abc import Mapping
from typing import Any

from kit.due import Job

from .service import JOB, DormancyService


class DormancyJobs:
    def __init__(self, dormancy: DormancyService) -> None:
        self._dormancy = dormancy

    @property
    def table(self) -> Mapping[str, Job]:
        return {JOB: self.spend_the_night}

    async def spend_the_night(self, _: dict[str, Any]) -> None:
        await self._dormancy.work()
        await self._dormancy.plan()
