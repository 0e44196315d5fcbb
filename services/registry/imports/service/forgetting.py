"""Takes an erased person out of the census: lines, what undoing kept, and the files."""

import asyncio
from collections import Counter
from typing import Final
from uuid import UUID

from kit.files import KeptFiles
from kit.people import Trace
from kit.scope import Everything
from services.registry.imports.models import ImportBatch
from services.registry.imports.parsing import read_table
from services.registry.imports.repository import (
    BatchRepository,
    EffectRepository,
    LineRepository,
)
from services.registry.imports.rules import (
    holds,
    is_about,
    line_without,
    rows_about,
    without,
)

FORGETTING: Final = Everything("a person is erased from every census")
LINES: Final = "registry.import_lines"
EFFECTS: Final = "registry.import_effects"
FILES: Final = "registry.census.files"


class CensusStillMoving(Exception):
    """A job is at work on a file that names the person: once it ends, again."""


class CensusForgetting:
    """A file is written again without the rows; the figures stay what they were."""

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

    async def erase_record(self, advisor_id: UUID) -> int:
        """Forget what undoing would have brought back of a record."""
        return await self._effects.empty(advisor_id)

    async def erase(self, trace: Trace, *, advisor_id: UUID | None) -> Counter[str]:
        """Forget what has one of these addresses, or this name as written.

        Raises:
            CensusStillMoving: a job is at work on one of the files.
        """
        own, name = trace.own_emails, trace.name
        found = await self._lines.batches_naming(emails=own, name=name)
        known = await self._effects.batches_of(advisor_id) if advisor_id else []
        files = 0
        for batch_id in dict.fromkeys([*known, *found]):
            batch = await self._batches.get(batch_id, scope=FORGETTING)
            if batch.state.is_moving:
                raise CensusStillMoving
            files += await self._rewrite(batch, trace)
        return +Counter({LINES: await self._forget_lines(trace), FILES: files})

    async def _forget_lines(self, trace: Trace) -> int:
        emails, name = trace.own_emails, trace.name
        found = await self._lines.naming(emails=emails, name=name)
        own = [one for one in found if is_about(one, emails=emails, name=name)]
        for other in found:
            if other not in own:
                await self._lines.rewrite(line_without(other, emails=emails))
        return await self._lines.remove(one.id for one in own)

    async def _rewrite(self, batch: ImportBatch, trace: Trace) -> bool:
        if not await self._files.has(batch.file_id):
            return False
        data = await self._files.get(batch.file_id)
        table = await asyncio.to_thread(read_table, data, mapping=batch.mapping)
        rows = rows_about(table, emails=trace.own_emails, name=trace.name)
        if not rows and not holds(table, trace.own_emails):
            return False
        kept = await asyncio.to_thread(without, table, rows, emails=trace.own_emails)
        await self._files.add(batch.file_id, kept, name=batch.file_name)
        return True
