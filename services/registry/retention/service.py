"""Who left long ago is told, then erased; old census files go, their figures stay."""

from datetime import datetime, timedelta
from typing import Final

from kit.files import KeptFiles
from kit.people import RetentionService
from kit.scope import Everything
from schemas.access import Role
from schemas.personal import Kept
from schemas.reference import Label
from services.registry.accounts.repository import AccountRepository
from services.registry.advisors.models import Advisor
from services.registry.advisors.repository import AdvisorRepository
from services.registry.erasure.models import WARNED
from services.registry.erasure.service import ErasureService
from services.registry.imports.models import ImportBatch
from services.registry.imports.repository import (
    BatchRepository,
    EffectRepository,
    LineRepository,
)

FOR_ALL: Final = Everything("retention is the same for every centre")
SOME: Final = 500


class RegistryRetention(RetentionService):
    """The registry's own part, under a name of its own."""


class Departures:
    """Advisors who left: whoever holds another role stays."""

    kept = Kept.ADVISOR
    code = "registry.advisors"
    title = Label(
        "Conseillers partis, à prévenir avant l’effacement",
        "Advisors who left, to be warned before they are erased",
    )

    def __init__(
        self,
        *,
        advisors: AdvisorRepository,
        accounts: AccountRepository,
        erasures: ErasureService,
        warned: timedelta = WARNED,
    ) -> None:
        self._advisors = advisors
        self._accounts = accounts
        self._erasures = erasures
        self._warned = warned

    async def count(self, before: datetime) -> int:
        return len(await self._leaving(before))

    async def end(self, before: datetime) -> int:
        """Tell them that they go in a month; return how many were told now."""
        told = [
            await self._erasures.plan_by_rule(one.person_id)
            for one in await self._leaving(before)
        ]
        return sum(told)

    async def _leaving(self, before: datetime) -> list[Advisor]:
        left = await self._advisors.left_before(before + self._warned, limit=SOME)
        waiting = await self._erasures.known_among(one.person_id for one in left)
        return [
            one
            for one in left
            if one.person_id not in waiting and await self._is_alone(one)
        ]

    async def _is_alone(self, advisor: Advisor) -> bool:
        account = await self._accounts.find_of_person(advisor.person_id)
        grants = () if account is None else account.grants
        return all(one.role == Role.ADVISOR for one in grants)


class OldFiles:
    """Census files, their lines and what undoing kept: the batch keeps its figures."""

    kept = Kept.CENSUS
    code = "registry.imports"
    title = Label("Fichiers de recensement", "Census files")

    def __init__(
        self,
        *,
        batches: BatchRepository,
        lines: LineRepository,
        effects: EffectRepository,
        files: KeptFiles,
    ) -> None:
        self._batches = batches
        self._lines = lines
        self._effects = effects
        self._files = files

    async def count(self, before: datetime) -> int:
        return len(await self._old(before))

    async def end(self, before: datetime) -> int:
        old = await self._old(before)
        for batch in old:
            await self._lines.remove_all(batch.id)
            await self._effects.remove_all(batch.id)
            await self._files.remove(batch.file_id)
        return len(old)

    async def _old(self, before: datetime) -> list[ImportBatch]:
        found = await self._batches.uploaded_before(before, scope=FOR_ALL)
        return [
            one
            for one in found
            if not one.state.is_moving and await self._files.has(one.file_id)
        ]
