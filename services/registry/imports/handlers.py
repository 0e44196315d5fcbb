"""The census's due jobs, as the worker's table names them."""

from collections.abc import Mapping
from typing import Any

from kit.context import Cause, caused_by
from kit.due import Job
from kit.trace import Reader, Recorder, Screen
from schemas.access import Role

from .service import EXPIRY, JOB, CensusWork

# Census jobs run beside any request: their name stands for the route.
SCREEN = Screen("JOB", JOB)


class CensusJobs:
    def __init__(self, work: CensusWork, *, recorder: Recorder) -> None:
        self._work = work
        self._recorder = recorder

    @property
    def table(self) -> Mapping[str, Job]:
        return {JOB: self.go_on, EXPIRY: self.expire}

    async def go_on(self, payload: dict[str, Any]) -> None:
        why = _cause(payload)
        with caused_by(why):
            async with self._recorder.watched(
                _reader(why), lambda: SCREEN, correlation_id=why.correlation_id
            ):
                await self._work.go_on(payload["batch_id"])

    async def expire(self, payload: dict[str, Any]) -> None:
        await self._work.expire(payload["batch_id"])


def _reader(why: Cause) -> Reader:
    """Say for whom the job meets people's records: whoever asked for the census."""
    is_national = why.tenant_id is None
    role = Role.NATIONAL_ADMIN if is_national else Role.CENTRE_MANAGER
    return Reader(
        actor=why.actor,
        role=role,
        holder_id=why.tenant_id,
        acting_for=why.acting_for,
    )


def _cause(payload: dict[str, Any]) -> Cause:
    """Tell facts as caused by the request that set the job off."""
    return Cause(
        correlation_id=payload.get("correlation_id", str(payload["batch_id"])),
        actor=payload.get("actor"),
        tenant_id=payload.get("centre_id"),
        acting_for=payload.get("acting_for"),
    )
