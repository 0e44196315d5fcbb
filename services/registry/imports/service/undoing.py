"""Undoes a batch chunk by chunk: what nobody touched goes back, the rest is named."""

from collections.abc import Awaitable, Callable, Sequence

from services.registry.imports import facts
from services.registry.imports.models import (
    Effect,
    EffectState,
    ImportBatch,
    Kind,
    State,
    Undoing,
)
from services.registry.imports.repository import EffectRepository

from .keeping import Keeper
from .restoring import RecordRestorer

CHUNK = 500
OVER = frozenset({EffectState.UNDONE, EffectState.KEPT})

Step = Callable[[Sequence[Effect]], Awaitable[None]]


class Withdrawal:
    def __init__(
        self, *, effects: EffectRepository, restorer: RecordRestorer, keeper: Keeper
    ) -> None:
        self._effects = effects
        self._restorer = restorer
        self._keeper = keeper

    async def run(self, batch: ImportBatch) -> None:
        """Go by kind: nobody may be left at a structure that is gone."""
        steps: dict[Kind, Step] = {
            Kind.ADVISOR: self._restorer.undo_advisors,
            Kind.STRUCTURE: self._restorer.undo_structures,
            Kind.CENTRE: self._restorer.undo_centres,
            Kind.HOME: self._restorer.undo_structures,
        }
        counts = await self._effects.count(batch.id)
        left = sum(n for (_, _, s), n in counts.items() if s is EffectState.APPLIED)
        done = sum(n for (_, _, s), n in counts.items() if s in OVER)
        batch = await self._keeper.advance(batch, done=done, total=done + left)
        for kind, step in steps.items():
            while effects := await self._effects.applied(batch.id, kind, limit=CHUNK):
                await step(effects)
                done = batch.done + len(effects)
                batch = await self._keeper.advance(batch, done=done)
        undoing = await self._sum_up(batch)
        changes = {"undoing": undoing, "undone_at": self._keeper.now()}
        fact = facts.undone(batch.model_copy(update=changes))
        await self._keeper.advance(batch, fact, state=State.UNDONE, **changes)

    async def _sum_up(self, batch: ImportBatch) -> Undoing:
        counts = await self._effects.count(batch.id)

        def count(*kinds: Kind, action: str, state: EffectState) -> int:
            return sum(counts.get((kind, action, state), 0) for kind in kinds)

        undone = EffectState.UNDONE
        return Undoing(
            structures_removed=count(
                Kind.STRUCTURE, Kind.HOME, action="create", state=undone
            ),
            advisors_removed=count(Kind.ADVISOR, action="create", state=undone),
            centres_removed=count(Kind.CENTRE, action="create", state=undone),
            restored=count(*Kind, action="update", state=undone),
            kept=sum(n for (_, _, s), n in counts.items() if s is EffectState.KEPT),
        )
