"""Applies a batch chunk by chunk; killed at any point, it goes on, each once."""

import asyncio
from collections.abc import Sequence
from itertools import islice
from typing import TypeVar

from services.registry.imports import facts
from services.registry.imports.models import (
    EffectState,
    ImportBatch,
    Kind,
    Line,
    Outcome,
    Ref,
    State,
    Verdict,
)
from services.registry.imports.repository import (
    EffectRepository,
    LineRepository,
    RegisterRepository,
)
from services.registry.imports.rules import (
    AdvisorWrite,
    Applying,
    Now,
    Plan,
    Register,
    StructureWrite,
    designate,
    gather,
    known_structure,
    own_centre,
    plan,
)
from services.registry.territories.rules import Gazetteer

from .keeping import Keeper
from .writing import RecordWriter

CHUNK = 500
NOT_REFUSED = (Verdict.CREATE, Verdict.UPDATE, Verdict.UNCHANGED)

W = TypeVar("W", StructureWrite, AdvisorWrite)


class Application:
    def __init__(
        self,
        *,
        lines: LineRepository,
        effects: EffectRepository,
        register: RegisterRepository,
        writer: RecordWriter,
        keeper: Keeper,
        gazetteer: Gazetteer,
    ) -> None:
        self._lines = lines
        self._effects = effects
        self._register = register
        self._writer = writer
        self._keeper = keeper
        self._gazetteer = gazetteer

    async def run(self, batch: ImportBatch) -> None:
        """Plan from the register as it stands, and write what is not written yet."""
        planned = await self._plan(batch)
        noted = await self._effects.ids_of(batch.id)
        total = len(planned.structures) + len(planned.advisors)
        batch = await self._keeper.advance(batch, done=0, total=total)
        await self._writer.add_centres(batch.id, planned.centres)
        for structures in _chunks(planned.structures):
            await self._writer.write_structures(batch.id, structures, noted=noted)
            done = batch.done + len(structures)
            batch = await self._keeper.advance(batch, done=done)
        for advisors in _chunks(planned.advisors):
            await self._writer.write_advisors(batch.id, advisors, noted=noted)
            done = batch.done + len(advisors)
            batch = await self._keeper.advance(batch, done=done)
        outcome = await self._outcome(batch)
        fact = facts.applied(batch.model_copy(update={"outcome": outcome}))
        await self._keeper.advance(batch, fact, state=State.APPLIED, outcome=outcome)

    async def _plan(self, batch: ImportBatch) -> Plan:
        kept = self._lines.stream(batch, verdicts=NOT_REFUSED)
        bodies = [one.body async for one in kept]
        lines = await asyncio.to_thread(
            lambda: [Line.model_validate_json(body) for body in bodies]
        )
        wishes = gather(lines)
        now = await self._register.now(wishes)
        applying = Applying(
            batch_id=batch.id,
            centre_id=batch.centre_id,
            designated=_designated(batch, now, lines),
            gazetteer=self._gazetteer,
            # The hour of the decision, so that a second start plans the very same.
            at=batch.applied_at or self._keeper.now(),
        )
        return await asyncio.to_thread(plan, wishes, now=now, applying=applying)

    async def _outcome(self, batch: ImportBatch) -> Outcome:
        counts = await self._effects.count(batch.id)

        def count(*kinds: Kind, action: str) -> int:
            return sum(counts.get((k, action, EffectState.APPLIED), 0) for k in kinds)

        return Outcome(
            structures_created=count(Kind.STRUCTURE, Kind.HOME, action="create"),
            structures_updated=count(Kind.STRUCTURE, Kind.HOME, action="update"),
            advisors_created=count(Kind.ADVISOR, action="create"),
            advisors_updated=count(Kind.ADVISOR, action="update"),
            centres_designated=count(Kind.CENTRE, action="create"),
            conflicts=await self._effects.count_conflicts(batch.id),
        )


def _chunks(writes: Sequence[W]) -> list[list[W]]:
    left = iter(writes)
    return list(iter(lambda: list(islice(left, CHUNK)), []))


def _designated(batch: ImportBatch, now: Now, lines: Sequence[Line]) -> dict[str, Ref]:
    """Name the centres that a national import designates, this batch's own again."""
    if batch.centre_id is not None:
        return {}
    others = [
        known_structure(one)
        for one in now.structures.values()
        if not one.provenance or one.provenance.batch_id != batch.id
    ]
    referents = {
        region: centre_id
        for region, centre_id in now.referents.items()
        if centre_id != own_centre(batch.id, region)
    }
    register = Register(structures=tuple(others), referents=referents)
    return designate(register, lines)
