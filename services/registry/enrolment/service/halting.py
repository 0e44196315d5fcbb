"""Suspending, noting a departure, resuming: the manager's steps."""

from uuid import UUID

from kit.clock import Clock
from kit.identity.callers import Caller
from kit.scope import Scope
from services.registry.advisors import facts
from services.registry.advisors.models import Advisor
from services.registry.advisors.repository import AdvisorRepository
from services.registry.enrolment.rules import leave, resume, suspend


class HaltService:
    def __init__(self, *, advisors: AdvisorRepository, clock: Clock) -> None:
        self._advisors = advisors
        self._clock = clock

    async def suspend(
        self, advisor_id: UUID, reason: str, *, caller: Caller, scope: Scope
    ) -> Advisor:
        now = self._clock()
        before = await self._advisors.get(advisor_id, scope=scope)
        after = suspend(before, reason=reason, at=now, by=caller.person_id)
        told = facts.suspended(after)
        return await self._advisors.change(before, after, told, at=now)

    async def leave(
        self, advisor_id: UUID, reason: str, *, caller: Caller, scope: Scope
    ) -> Advisor:
        now = self._clock()
        before = await self._advisors.get(advisor_id, scope=scope)
        after = leave(before, reason=reason, at=now, by=caller.person_id)
        return await self._advisors.change(before, after, facts.left(after), at=now)

    async def resume(self, advisor_id: UUID, *, scope: Scope) -> Advisor:
        before = await self._advisors.get(advisor_id, scope=scope)
        after = resume(before)
        told = facts.resumed(after)
        return await self._advisors.change(before, after, told, at=self._clock())
