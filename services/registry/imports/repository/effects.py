"""The journal of batches in MongoDB: what was done to each record."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from kit.mongo import Collection, Document, Index, Transaction, UpdateOne
from services.registry.imports.models import Effect, EffectState, Kind, Why

Mark = tuple[Effect, EffectState, Why | None]
CONFLICTS: Document = {"why": {"$ne": None}}


class EffectRepository:
    """A batch is read under its own scope first: effects have none of their own."""

    INDEXES = (
        Index([("batch_id", 1), ("state", 1), ("kind", 1), ("_id", 1)], name="state"),
        Index([("batch_id", 1), ("line", 1), ("_id", 1)], name="line"),
        Index("record_id", name="record"),
    )

    def __init__(self, effects: Collection) -> None:
        self._effects = effects

    async def add_many(
        self, effects: Iterable[Effect], *, tx: Transaction | None = None
    ) -> None:
        """Write those that are not there yet: again after a crash is once."""
        writes = [_added(effect) for effect in effects]
        if writes:
            await self._effects.bulk_write(writes, ordered=False, session=tx)

    async def ids_of(self, batch_id: UUID) -> set[UUID]:
        found = self._effects.find({"batch_id": batch_id}, {"_id": 1})
        return {document["_id"] async for document in found}

    async def batches_of(self, record_id: UUID) -> list[UUID]:
        return list(await self._effects.distinct("batch_id", {"record_id": record_id}))

    async def empty(self, record_id: UUID) -> int:
        """Forget what a record was: undoing will leave it as it is."""
        kept = {"before": {"$ne": None}}, {"card_before": {"$ne": None}}
        emptied = await self._effects.update_many(
            {"record_id": record_id, "$or": list(kept)},
            {"$set": {"before": None, "card_before": None}},
        )
        return int(emptied.modified_count)

    async def remove_all(self, batch_id: UUID) -> None:
        await self._effects.delete_many({"batch_id": batch_id})

    async def applied(self, batch_id: UUID, kind: Kind, *, limit: int) -> list[Effect]:
        """List what is still to be undone."""
        query = {
            "batch_id": batch_id,
            "state": EffectState.APPLIED.value,
            "kind": kind.value,
        }
        found = self._effects.find(query).sort("_id", 1).limit(limit)
        return [_read(document) async for document in found]

    async def of_kind(self, batch_id: UUID, kind: Kind) -> list[Effect]:
        query = {"batch_id": batch_id, "kind": kind.value}
        return [_read(document) async for document in self._effects.find(query)]

    async def mark(
        self,
        marks: Sequence[tuple[Effect, EffectState, Why | None]],
        *,
        tx: Transaction,
    ) -> None:
        writes = [
            UpdateOne(
                {"_id": effect.id},
                {"$set": {"state": state.value, "why": why and why.value}},
            )
            for effect, state, why in marks
        ]
        if writes:
            await self._effects.bulk_write(writes, ordered=False, session=tx)

    async def count(self, batch_id: UUID) -> dict[tuple[Kind, str, EffectState], int]:
        """Count by kind, action and state."""
        named = {name: f"${name}" for name in ("kind", "action", "state")}
        stages: list[Document] = [
            {"$match": {"batch_id": batch_id}},
            {"$group": {"_id": named, "count": {"$sum": 1}}},
        ]
        rows = self._effects.aggregate(stages)
        return {
            (
                Kind(row["_id"]["kind"]),
                row["_id"]["action"],
                EffectState(row["_id"]["state"]),
            ): row["count"]
            async for row in rows
        }

    async def count_conflicts(self, batch_id: UUID) -> int:
        query = {"batch_id": batch_id, **CONFLICTS}
        counted: int = await self._effects.count_documents(query)
        return counted

    async def list_left_alone(
        self, batch_id: UUID, *, after: tuple[int, UUID] | None, limit: int
    ) -> list[Effect]:
        """List, in the order of the file, what was not done or not undone, and why."""
        query: Document = {"batch_id": batch_id, **CONFLICTS}
        if after is not None:
            line, id_ = after
            query["$or"] = [
                {"line": {"$gt": line}},
                {"line": line, "_id": {"$gt": id_}},
            ]
        found = self._effects.find(query).sort([("line", 1), ("_id", 1)]).limit(limit)
        return [_read(document) async for document in found]


def _added(effect: Effect) -> UpdateOne:
    document = effect.model_dump()
    id_ = document.pop("id")
    return UpdateOne({"_id": id_}, {"$setOnInsert": document}, upsert=True)


def _read(document: Document) -> Effect:
    return Effect.model_validate({"id": document.pop("_id"), **document})
