"""The census's due jobs, as the worker's table names them."""

from collections.abc import Mapping
from typing import Any

from kit.context import Cause, caused_by
from kit.due import Job

from .service import EXPIRY, JOB, CensusWork


class CensusJobs:
    def __init__(self, work: CensusWork) -> None:
        self._work = work

    @property
    def table(self) -> Mapping[str, Job]:
        return {JOB: self.go_on, EXPIRY: self.expire}

    async def go_on(self, payload: dict[str, Any]) -> None:
        with caused_by(_cause(payload)):
            await self._work.go_on(payload["batch_id"])

    async def expire(self, payload: dict[str, Any]) -> None:
        await self._work.expire(payload["batch_id"])


def _cause(payload: dict[str, Any]) -> Cause:
    """Tell facts as caused by the request that set the job off."""
    return Cause(
        correlation_id=payload.get("correlation_id", str(payload["batch_id"])),
        actor=payload.get("actor"),
        tenant_id=payload.get("centre_id"),
    )
