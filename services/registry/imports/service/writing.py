"""Writes what a plan says, each record with its entry in the journal."""

from collections.abc import Sequence
from uuid import UUID

from kit.clock import Clock
from kit.identity.cards import Cards
from kit.mongo import Mongo, Transaction
from services.registry.advisors import facts as advisor_facts
from services.registry.advisors.repository import AdvisorRepository
from services.registry.centres import facts as centre_facts
from services.registry.centres.repository import CentreRepository
from services.registry.imports.models import Effect, EffectState
from services.registry.imports.repository import EffectRepository
from services.registry.imports.rules import (
    AdvisorWrite,
    CentreWrite,
    StructureWrite,
    effect_of_centre,
)
from services.registry.structures import facts as structure_facts
from services.registry.structures.repository import StructureRepository


class RecordWriter:
    """New records have ids of their own making; changed ones are written with a note.

    So that what a killed worker had written is found, and nothing is done twice.
    """

    def __init__(
        self,
        *,
        mongo: Mongo,
        effects: EffectRepository,
        structures: StructureRepository,
        advisors: AdvisorRepository,
        centres: CentreRepository,
        cards: Cards,
        clock: Clock,
    ) -> None:
        self._mongo = mongo
        self._effects = effects
        self._structures = structures
        self._advisors = advisors
        self._centres = centres
        self._cards = cards
        self._clock = clock

    async def add_centres(self, batch_id: UUID, writes: Sequence[CentreWrite]) -> None:
        new = [write.after for write in writes]
        told = [(one, (centre_facts.designated(one),)) for one in new]
        await self._centres.add_many(told, at=self._clock())
        effects = [effect_of_centre(batch_id, one) for one in writes]
        await self._effects.add_many(effects)

    async def write_structures(
        self, noted: Sequence[tuple[StructureWrite, Effect]]
    ) -> None:
        new = [(write, effect) for write, effect in noted if _is_new(write)]
        await self._add_structures([write for write, _ in new])
        await self._effects.add_many(effect for _, effect in new)
        changed = [(write, effect) for write, effect in noted if not _is_new(write)]
        await self._change_structures(changed)

    async def _add_structures(self, writes: Sequence[StructureWrite]) -> None:
        new = [write.after for write in writes if write.after]
        told = [(one, (structure_facts.created(one),)) for one in new]
        await self._structures.add_many(told, at=self._clock())

    async def _change_structures(
        self, changed: Sequence[tuple[StructureWrite, Effect]]
    ) -> None:
        if not changed:
            return
        at = self._clock()

        async def do(tx: Transaction) -> None:
            for write, effect in changed:
                if write.before and write.after and effect.state is EffectState.APPLIED:
                    fact = structure_facts.changed(write.after)
                    await self._structures.change(
                        write.before, write.after, fact, at=at, tx=tx
                    )
            await self._effects.add_many((e for _, e in changed), tx=tx)

        await self._mongo.transaction(do)

    async def write_advisors(
        self, noted: Sequence[tuple[AdvisorWrite, Effect]]
    ) -> None:
        new = [(write, effect) for write, effect in noted if _is_new(write)]
        await self._add_advisors([write for write, _ in new])
        await self._effects.add_many(effect for _, effect in new)
        changed = [(write, effect) for write, effect in noted if not _is_new(write)]
        await self._change_advisors(changed)

    async def _add_advisors(self, writes: Sequence[AdvisorWrite]) -> None:
        """Write cards first: nobody is listed whose name cannot be shown."""
        cards = [write.card for write in writes if write.card and write.has_own_card]
        await self._cards.add_many(cards)
        new = [write.after for write in writes if write.after]
        told = [(one, (advisor_facts.listed(one),)) for one in new]
        await self._advisors.add_many(told, at=self._clock())

    async def _change_advisors(
        self, changed: Sequence[tuple[AdvisorWrite, Effect]]
    ) -> None:
        if not changed:
            return

        async def do(tx: Transaction) -> None:
            for write, effect in changed:
                if effect.state is EffectState.APPLIED:
                    await self._change_advisor(write, tx=tx)
            await self._effects.add_many((e for _, e in changed), tx=tx)

        await self._mongo.transaction(do)

    async def _change_advisor(self, write: AdvisorWrite, *, tx: Transaction) -> None:
        before, after = write.before, write.after
        if before and after and after != before:
            fact = advisor_facts.changed(after)
            at = self._clock()
            await self._advisors.change(before, after, fact, at=at, tx=tx)
        if write.card and write.card != write.card_before:
            await self._cards.change(write.card, tx=tx)


def _is_new(write: StructureWrite | AdvisorWrite) -> bool:
    return write.before is None and write.after is not None
