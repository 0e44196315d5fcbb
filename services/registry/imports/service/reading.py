"""Shows a census: its state, its lines, what was left alone, its refused rows."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from kit.clock import Sleep
from kit.files import KeptFiles
from kit.identity.cards import Cards
from kit.scope import Held, Scope
from kit.sheets import as_csv
from services.registry.centres.repository import CentreRepository
from services.registry.imports.errors import CensusNotAnalysed
from services.registry.imports.models import (
    Effect,
    ImportBatch,
    KeptLine,
    LineFilter,
    Progress,
    Reason,
    State,
    Summary,
    Table,
    Verdict,
)
from services.registry.imports.parsing import read_table
from services.registry.imports.repository import (
    BatchRepository,
    EffectRepository,
    LineRepository,
)
from services.registry.imports.rules import refused_rows, summarise

GONE = frozenset({State.ABANDONED, State.EXPIRED})
WATCH_SECONDS = 0.2
WATCHES_MAX = 3_000


@dataclass(frozen=True)
class LinePage:
    lines: list[KeptLine]
    next: int | None


@dataclass(frozen=True)
class LeftAlone:
    """Records that were not written, or not undone, with the line that named them."""

    effects: list[Effect]
    lines: dict[int, KeptLine]
    next: tuple[int, UUID] | None


class ReadingService:
    def __init__(
        self,
        *,
        batches: BatchRepository,
        lines: LineRepository,
        effects: EffectRepository,
        centres: CentreRepository,
        cards: Cards,
        files: KeptFiles,
        sleep: Sleep,
    ) -> None:
        self._batches = batches
        self._lines = lines
        self._effects = effects
        self._centres = centres
        self._cards = cards
        self._files = files
        self._sleep = sleep

    async def get(self, batch_id: UUID, *, scope: Scope) -> ImportBatch:
        return await self._batches.get(batch_id, scope=scope)

    async def list_batches(
        self, *, scope: Scope, after: UUID | None, limit: int
    ) -> tuple[list[ImportBatch], UUID | None]:
        """Return the latest first, and where to go on."""
        found = await self._batches.list_page(scope=scope, after=after, limit=limit + 1)
        shown = found[:limit]
        return shown, shown[-1].id if len(found) > limit else None

    async def names(self, batches: Iterable[ImportBatch]) -> dict[UUID, str]:
        """Name the people and the centres of these batches, by their ids."""
        kept = list(batches)
        people = {id_ for one in kept for id_ in _people_of(one) if id_}
        centres = {one.centre_id for one in kept if one.centre_id}
        named = await self._cards.names(people)
        return {**named, **await self._centres.names_of(centres)}

    async def centres_of(self, scope: Scope) -> dict[UUID, str]:
        """Name the centres between which the caller has to choose, if any."""
        match scope:
            case Held(by=held) if len(held) > 1:
                return dict(await self._centres.names_of(held))
            case _:
                return {}

    async def lines(
        self, batch: ImportBatch, kept: LineFilter, *, after: int, limit: int
    ) -> LinePage:
        found = await self._lines.list_page(batch, kept, after=after, limit=limit + 1)
        shown = found[:limit]
        return LinePage(shown, shown[-1].number if len(found) > limit else None)

    async def noted(self, batch: ImportBatch, *, limit: int) -> list[KeptLine]:
        return await self._lines.noted(batch, limit=limit)

    async def left_alone(
        self, batch: ImportBatch, *, after: tuple[int, UUID] | None, limit: int
    ) -> LeftAlone:
        found = await self._effects.list_left_alone(
            batch.id, after=after, limit=limit + 1
        )
        shown = found[:limit]
        lines = await self._lines.by_numbers(batch, (one.line for one in shown))
        last = shown[-1] if len(found) > limit else None
        return LeftAlone(shown, lines, (last.line, last.id) if last else None)

    async def summary(self, batch_id: UUID, *, scope: Scope) -> Summary:
        batch, table = await self._analysed(batch_id, scope=scope)
        lines = [one async for one in self._lines.stream(batch)]
        return await asyncio.to_thread(
            lambda: summarise(table, [one.line for one in lines])
        )

    async def refused(
        self,
        batch_id: UUID,
        *,
        scope: Scope,
        reasons_heading: str,
        explain: Callable[[Reason], str],
    ) -> bytes:
        """Write the refused rows as they came, with their reasons, as CSV."""
        batch, table = await self._analysed(batch_id, scope=scope)
        kept = self._lines.stream(batch, verdicts=(Verdict.ERROR,))
        lines = [one.line async for one in kept]
        rows = refused_rows(
            table, lines, reasons_heading=reasons_heading, explain=explain
        )
        return as_csv(rows)

    async def watch(self, batch_id: UUID, *, scope: Scope) -> AsyncIterator[Progress]:
        """Give the progress each time it changes, until nothing moves any more."""
        last: Progress | None = None
        for _ in range(WATCHES_MAX):
            batch = await self._batches.get(batch_id, scope=scope)
            told = Progress.of(batch)
            if told != last:
                yield told
            if not batch.state.is_moving:
                return
            last = told
            await self._sleep(WATCH_SECONDS)

    async def _analysed(
        self, batch_id: UUID, *, scope: Scope
    ) -> tuple[ImportBatch, Table]:
        batch = await self._batches.get(batch_id, scope=scope)
        if batch.figures is None or batch.state in GONE:
            raise CensusNotAnalysed(state=batch.state)
        if not await self._files.has(batch.file_id):
            raise CensusNotAnalysed(state=State.EXPIRED)
        data = await self._files.get(batch.file_id)
        table = await asyncio.to_thread(read_table, data, mapping=batch.mapping)
        return batch, table


def _people_of(batch: ImportBatch) -> tuple[UUID | None, ...]:
    return batch.uploaded_by, batch.applied_by, batch.undone_by
