"""Applies a batch chunk by chunk; killed at any point, it goes on, each once."""

import asyncio
from collections.abc import Callable, Sequence
from itertools import islice
from typing import TypeVar
from uuid import UUID

from services.registry.imports import facts
from services.registry.imports.models import (
    Effect,
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
    effect_of_advisor,
    effect_of_structure,
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
        structures = _noted(batch, planned.structures, effect_of_structure)
        advisors = _noted(batch, planned.advisors, effect_of_advisor)
        batch = await self._keeper.advance(
            batch, done=len(noted), total=len(structures) + len(advisors)
        )
        await self._writer.add_centres(batch.id, planned.centres)
        for chunk in _chunks(structures, noted):
            await self._writer.write_structures(chunk)
            done = batch.done + len(chunk)
            batch = await self._keeper.advance(batch, done=done)
        for people in _chunks(advisors, noted):
            await self._writer.write_advisors(people)
            done = batch.done + len(people)
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


def _noted(
    batch: ImportBatch,
    writes: Sequence[W],
    effect_of: Callable[[UUID, W], Effect | None],
) -> list[tuple[W, Effect]]:
    """Pair each write with its entry in the journal, if it does anything."""
    pairs = ((write, effect_of(batch.id, write)) for write in writes)
    return [(write, effect) for write, effect in pairs if effect is not None]


def _chunks(
    pairs: Sequence[tuple[W, Effect]], noted: set[UUID]
) -> list[list[tuple[W, Effect]]]:
    """Cut what the journal has not noted yet."""
    left = iter([pair for pair in pairs if pair[1].id not in noted])
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
