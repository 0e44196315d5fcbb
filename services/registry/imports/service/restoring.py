"""Puts records back as they stood before a batch, or says what keeps them."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from kit.clock import Clock
from kit.identity.cards import Card, Cards
from kit.mongo import Mongo, Transaction
from kit.scope import Everything
from services.registry.advisors import facts as advisor_facts
from services.registry.advisors.models import Advisor
from services.registry.advisors.repository import AdvisorRepository
from services.registry.centres import facts as centre_facts
from services.registry.centres import rules as centre_rules
from services.registry.centres.models import ResourceCentre
from services.registry.centres.repository import CentreRepository
from services.registry.imports.models import Effect, EffectState, Why
from services.registry.imports.repository import EffectRepository
from services.registry.imports.rules import (
    Ties,
    digest_of,
    own_person,
    put_back,
    why_kept,
)
from services.registry.structures import facts as structure_facts
from services.registry.structures.models import Structure
from services.registry.structures.repository import StructureRepository

from .ties import TieFinder

OWN = Everything("undoing sees what the batch did, whoever holds it now")
UNDONE = EffectState.UNDONE

Mark = tuple[Effect, EffectState, Why | None]


class RecordRestorer:
    """Each chunk goes back in one transaction, with its marks in the journal."""

    def __init__(
        self,
        *,
        mongo: Mongo,
        effects: EffectRepository,
        structures: StructureRepository,
        advisors: AdvisorRepository,
        centres: CentreRepository,
        cards: Cards,
        ties: TieFinder,
        clock: Clock,
    ) -> None:
        self._mongo = mongo
        self._effects = effects
        self._structures = structures
        self._advisors = advisors
        self._centres = centres
        self._cards = cards
        self._ties = ties
        self._clock = clock

    async def undo_advisors(self, effects: Sequence[Effect]) -> None:
        ids = [effect.record_id for effect in effects]
        records = await self._advisors.by_ids(ids, scope=OWN)
        persons = [one.person_id for one in records.values()]
        cards = await self._cards.by_ids(persons)
        ties = await self._ties.of_persons(persons)
        marks = [_mark_advisor(one, records, cards, ties) for one in effects]
        undone = [(e, records[e.record_id]) for e in _undone(marks, records)]
        new = [(e, one) for e, one in undone if e.action == "create"]
        old = [(e, one) for e, one in undone if e.action == "update"]
        own = [one.person_id for e, one in new if _is_own(e, one)]
        at = self._clock()

        async def do(tx: Transaction) -> None:
            told = [(one, (advisor_facts.removed(one),)) for _, one in new]
            await self._advisors.remove_many(told, at=at, tx=tx)
            await self._cards.remove(own, tx=tx)
            for effect, one in old:
                await self._restore_advisor(effect, one, cards[one.person_id], tx=tx)
            await self._effects.mark(marks, tx=tx)

        await self._mongo.transaction(do)

    async def _restore_advisor(
        self, effect: Effect, advisor: Advisor, card: Card, *, tx: Transaction
    ) -> None:
        if effect.before:
            back = put_back(advisor, effect.before)
            fact = advisor_facts.changed(back)
            await self._advisors.change(advisor, back, fact, at=self._clock(), tx=tx)
        if effect.card_before:
            await self._cards.change(put_back(card, effect.card_before), tx=tx)

    async def undo_structures(self, effects: Sequence[Effect]) -> None:
        ids = [effect.record_id for effect in effects]
        found = await self._structures.by_ids(ids, scope=OWN)
        records = {one.id: one for one in found}
        ties = await self._ties.of_structures(ids)
        taken = await self._ties.sirets_taken(effects)
        marks = [_mark(one, records, ties, taken=taken) for one in effects]
        undone = [(e, records[e.record_id]) for e in _undone(marks, records)]
        new = [one for e, one in undone if e.action == "create"]
        old = [(e, one) for e, one in undone if e.action == "update"]
        at = self._clock()

        async def do(tx: Transaction) -> None:
            told = [(one, (structure_facts.removed(one),)) for one in new]
            await self._structures.remove_many(told, at=at, tx=tx)
            for effect, one in old:
                back = put_back(one, effect.before or {})
                fact = structure_facts.changed(back)
                await self._structures.change(one, back, fact, at=at, tx=tx)
            await self._effects.mark(marks, tx=tx)

        await self._mongo.transaction(do)

    async def undo_centres(self, effects: Sequence[Effect]) -> None:
        """Withdraw the centres that hold nothing but the structure they stand in."""
        records = await self._centres.by_ids(effect.record_id for effect in effects)
        homes = [one.structure_id for one in records.values()]
        ties = await self._ties.of_centres(records, homes=homes)
        marks = [_mark(one, records, ties) for one in effects]
        gone = [records[e.record_id] for e in _undone(marks, records)]
        at = self._clock()
        ended = [centre_rules.withdraw(one, on=at.date()) for one in gone]
        told = [
            (one, (centre_facts.withdrawn(after),))
            for one, after in zip(gone, ended, strict=True)
        ]

        async def do(tx: Transaction) -> None:
            await self._centres.remove_many(told, at=at, tx=tx)
            await self._effects.mark(marks, tx=tx)

        await self._mongo.transaction(do)


def _mark(
    effect: Effect,
    records: Mapping[UUID, Structure] | Mapping[UUID, ResourceCentre],
    ties: Ties,
    *,
    taken: frozenset[UUID] = frozenset(),
) -> Mark:
    record = records.get(effect.record_id)
    if record is None:
        return effect, UNDONE, None
    why = why_kept(effect, digest_of(record), ties=ties)
    if effect.id in taken:
        why = why or Why.CHANGED
    return effect, EffectState.KEPT if why else UNDONE, why


def _mark_advisor(
    effect: Effect,
    records: Mapping[UUID, Advisor],
    cards: Mapping[UUID, Card],
    ties: Ties,
) -> Mark:
    record = records.get(effect.record_id)
    if record is None:
        return effect, UNDONE, None
    digest = digest_of(record, cards.get(record.person_id))
    why = why_kept(effect, digest, ties=ties, person_id=record.person_id)
    return effect, EffectState.KEPT if why else UNDONE, why


def _undone(marks: Iterable[Mark], records: Mapping[UUID, object]) -> list[Effect]:
    """List what goes back, but for what is gone already."""
    return [e for e, state, _ in marks if state is UNDONE and e.record_id in records]


def _is_own(effect: Effect, advisor: Advisor) -> bool:
    """Whether the batch brought the person's card."""
    return advisor.person_id == own_person(effect.batch_id, effect.line)
