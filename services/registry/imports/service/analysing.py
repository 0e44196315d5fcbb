"""Judges a file chunk by chunk; killed at any point, it goes on from the last chunk."""

import asyncio
from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import islice

from kit.files import KeptFiles
from services.registry.imports import facts
from services.registry.imports.errors import FileRefused
from services.registry.imports.models import (
    Figures,
    ImportBatch,
    KeptLine,
    Line,
    Reading,
    Row,
    State,
    Table,
)
from services.registry.imports.parsing import read_table
from services.registry.imports.repository import (
    LineRepository,
    RegisterRepository,
    Snapshot,
)
from services.registry.imports.rules import (
    analyse,
    figures_of,
    kept_line,
    summarise,
)
from services.registry.territories.rules import Gazetteer

from .keeping import Keeper

CHUNK = 500
KEPT_FOR = timedelta(days=30)


class Analysis:
    def __init__(
        self,
        *,
        lines: LineRepository,
        register: RegisterRepository,
        files: KeptFiles,
        keeper: Keeper,
        gazetteer: Gazetteer,
    ) -> None:
        self._lines = lines
        self._register = register
        self._files = files
        self._keeper = keeper
        self._gazetteer = gazetteer

    async def run(self, batch: ImportBatch) -> None:
        data = await self._files.get(batch.file_id)
        try:
            table = await asyncio.to_thread(read_table, data, mapping=batch.mapping)
        except FileRefused:
            await self._keeper.advance(batch, state=State.REFUSED)
            return
        snapshot = await self._register.snapshot(table)
        batch = await self._begin(batch, table, snapshot)
        judged = analyse(
            table,
            register=snapshot.register,
            importer=await self._register.importer(batch.centre_id),
            gazetteer=self._gazetteer,
            after_line=batch.kept_line,
        )
        rows = {row.number: row for row in table.rows}
        while chunk := await asyncio.to_thread(_judge, judged, rows, table, batch):
            await self._lines.add_many(chunk)
            done = batch.done + len(chunk)
            last = chunk[-1].number
            batch = await self._keeper.advance(batch, done=done, kept_line=last)
        await self._finish(batch, table)

    async def _begin(
        self, batch: ImportBatch, table: Table, snapshot: Snapshot
    ) -> ImportBatch:
        """Go on, or start over when the register is no longer what it was."""
        if batch.state is State.ANALYSING and batch.snapshot == snapshot.name:
            return batch
        begun = await self._keeper.advance(
            batch,
            state=State.ANALYSING,
            reading=Reading.of(table),
            round=batch.round + 1,
            snapshot=snapshot.name,
            kept_line=0,
            done=0,
            total=len(table.rows),
        )
        await self._lines.remove_before(batch.id, current=begun.round)
        return begun

    async def _finish(self, batch: ImportBatch, table: Table) -> None:
        kept = [one async for one in self._lines.stream(batch)]
        figures = await asyncio.to_thread(_sum_up, table, kept)
        at = self._keeper.now()
        changes = {"figures": figures, "analysed_at": at, "expires_at": at + KEPT_FOR}
        fact = facts.analysed(batch.model_copy(update=changes))
        await self._keeper.advance(batch, fact, state=State.ANALYSED, **changes)


def _judge(
    judged: Iterator[Line], rows: Mapping[int, Row], table: Table, batch: ImportBatch
) -> list[KeptLine]:
    return [
        kept_line(
            line, rows[line.number], table, batch_id=batch.id, analysis=batch.round
        )
        for line in islice(judged, CHUNK)
    ]


def _sum_up(table: Table, kept: list[KeptLine]) -> Figures:
    lines = [one.line for one in kept]
    return figures_of(summarise(table, lines), lines)
