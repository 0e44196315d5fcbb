"""What waits for a person today."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from kit.clock import Clock
from kit.identity.callers import Caller
from kit.scope import Scope
from schemas.access import Action
from services.notifications.coverage.models import Coverage
from services.notifications.coverage.service import CoverageService
from services.notifications.recipients.repository import AdvisorRepository

from . import rules
from .models import Group, Kind, Task, TasksView, TaskView, Waiting
from .repository import SharedDocuments, WaitingRepository

INVITED, LISTED = "/conseillers?status=invited", "/conseillers?status=listed"


class TaskService:
    def __init__(
        self,
        *,
        waiting: WaitingRepository,
        advisors: AdvisorRepository,
        shared: SharedDocuments,
        coverage: CoverageService,
        clock: Clock,
    ) -> None:
        self._waiting = waiting
        self._advisors = advisors
        self._shared = shared
        self._coverage = coverage
        self._clock = clock

    async def today(self, caller: Caller) -> list[Group]:
        """Return what waits for the caller, the late first."""
        return rules.grouped(await self._tasks(caller), now=self._clock())

    async def list_tasks(self, caller: Caller) -> TasksView:
        now = self._clock()
        groups = rules.grouped(await self._tasks(caller), now=now)
        return TasksView(
            items=[
                TaskView(
                    urgency=group.urgency,
                    **task.model_dump(exclude={"facts"}),
                )
                for group in groups
                for task in group.tasks
            ]
        )

    async def coverage(self, caller: Caller) -> Coverage | None:
        """Return the figures of the caller's territory, if there is one."""
        if not caller.may(Action.READ_COVERAGE):
            return None
        return await self._coverage.reckon(caller.scope(Action.READ_COVERAGE))

    async def _tasks(self, caller: Caller) -> list[Task]:
        now = self._clock()
        person_id = caller.person
        committees = await self._shared.committees_opened_by(person_id, on=now.date())
        keys = rules.audience_keys(
            person_id=person_id, grants=caller.grants, committees=committees
        )
        waiting = await self._waiting.for_any(keys, now=now)
        votes = [one.id for one in waiting if one.kind is Kind.VOTE]
        voted = await self._shared.voted_by(person_id, votes)
        tasks = rules.of_person(
            waiting, person_id=person_id, voted=frozenset(voted), now=now
        )
        tasks += await self._letters(keys, waiting)
        tasks += await self._sleepers(keys, now=now)
        tasks += await self._charter(person_id)
        if caller.may(Action.INVITE_ADVISORS):
            tasks += await self._enrolments(caller.scope(Action.INVITE_ADVISORS))
        return await self._titled(tasks)

    async def _letters(
        self, keys: Sequence[str], waiting: Sequence[Waiting]
    ) -> list[Task]:
        count, since = await self._waiting.count(Kind.DEAD_LETTERS, keys)
        if since is None:
            return []
        return [rules.letters(waiting, count=count, since=since)]

    async def _sleepers(self, keys: Sequence[str], *, now: datetime) -> list[Task]:
        count, first = await self._waiting.sleeping(keys, now=now)
        if first is None or first.due_at is None:
            return []
        return [rules.sleepers(count=count, since=first.since, due_at=first.due_at)]

    async def _charter(self, person_id: UUID) -> list[Task]:
        return [
            rules.counted(
                Kind.SIGN_CHARTER, href="/charte", since=advisor.told_at, count=1
            )
            for advisor in await self._advisors.of_person(person_id)
            if advisor.status == "enrolled"
        ]

    async def _enrolments(self, scope: Scope) -> list[Task]:
        tasks = []
        for status, kind, href in (
            ("listed", Kind.INVITE, LISTED),
            ("invited", Kind.CHASE, INVITED),
        ):
            count, since = await self._advisors.waiting(status, scope)
            if since is not None:
                tasks.append(rules.counted(kind, href=href, since=since, count=count))
        return tasks

    async def _titled(self, tasks: Sequence[Task]) -> list[Task]:
        """Give each task that is about a dossier that dossier's title."""
        ids = {task.facts["dossier_id"] for task in tasks if "dossier_id" in task.facts}
        titles = await self._shared.titles(UUID(one) for one in ids)
        return [
            task.model_copy(
                update={
                    "facts": {
                        **task.facts,
                        "title": titles.get(task.facts.get("dossier_id", ""), ""),
                    }
                }
            )
            for task in tasks
        ]
