"""Judged lines in MongoDB, by batch, by round of analysis, by number."""

import re
from collections.abc import AsyncIterator, Iterable, Sequence
from uuid import UUID

from kit.mongo import Collection, Document, Index, UpdateOne
from services.registry.imports.models import (
    ImportBatch,
    KeptLine,
    LineFilter,
    Verdict,
)


class LineRepository:
    """A batch is read under its own scope first: lines have none of their own."""

    INDEXES = (
        Index([("batch_id", 1), ("round", 1), ("number", 1)], name="number"),
        Index(
            [("batch_id", 1), ("round", 1), ("verdict", 1), ("number", 1)],
            name="verdict",
        ),
    )

    def __init__(self, lines: Collection) -> None:
        self._lines = lines

    async def add_many(self, lines: Iterable[KeptLine]) -> None:
        """Write those that are not there yet: again after a crash is once."""
        writes = [_added(line) for line in lines]
        if writes:
            await self._lines.bulk_write(writes, ordered=False)

    async def remove_before(self, batch_id: UUID, *, current: int) -> None:
        """Forget the lines of earlier rounds."""
        query = {"batch_id": batch_id, "round": {"$lt": current}}
        await self._lines.delete_many(query)

    async def remove_all(self, batch_id: UUID) -> None:
        await self._lines.delete_many({"batch_id": batch_id})

    async def batches_naming(self, *, emails: Iterable[str], name: str) -> list[UUID]:
        """Name the batches with a line about somebody; every line is looked through."""
        query = _naming(emails=emails, name=name)
        return list(await self._lines.distinct("batch_id", query)) if query else []

    async def naming(self, *, emails: Iterable[str], name: str) -> list[KeptLine]:
        query = _naming(emails=emails, name=name)
        return [_read(one) async for one in self._lines.find(query)] if query else []

    async def remove(self, line_ids: Iterable[UUID]) -> int:
        gone = await self._lines.delete_many({"_id": {"$in": list(line_ids)}})
        return int(gone.deleted_count)

    async def rewrite(self, line: KeptLine) -> None:
        fields = line.model_dump(include={"body", "unused"})
        await self._lines.update_one({"_id": line.id}, {"$set": fields})

    async def stream(
        self, batch: ImportBatch, *, verdicts: Sequence[Verdict] = ()
    ) -> AsyncIterator[KeptLine]:
        """Give the lines in the order of the file."""
        query = _of(batch)
        if verdicts:
            query["verdict"] = {"$in": [verdict.value for verdict in verdicts]}
        async for document in self._lines.find(query).sort("number", 1):
            yield _read(document)

    async def list_page(
        self, batch: ImportBatch, kept: LineFilter, *, after: int, limit: int
    ) -> list[KeptLine]:
        query = _of(batch) | _matching(kept) | {"number": {"$gt": after}}
        found = self._lines.find(query).sort("number", 1).limit(limit)
        return [_read(document) async for document in found]

    async def by_numbers(
        self, batch: ImportBatch, numbers: Iterable[int]
    ) -> dict[int, KeptLine]:
        query = _of(batch) | {"number": {"$in": sorted(set(numbers))}}
        return {one["number"]: _read(one) async for one in self._lines.find(query)}

    async def noted(self, batch: ImportBatch, *, limit: int) -> list[KeptLine]:
        """List lines with a value that an earlier line had already said otherwise."""
        query = _of(batch) | {"is_noted": True}
        found = self._lines.find(query).sort("number", 1).limit(limit)
        return [_read(document) async for document in found]


def _of(batch: ImportBatch) -> Document:
    return {"batch_id": batch.id, "round": batch.round}


def _naming(*, emails: Iterable[str], name: str) -> Document:
    """Find an address in the whole judged line, or a name as the file writes it."""
    ways: list[Document] = [
        {"body": {"$regex": re.escape(email), "$options": "i"}} for email in emails
    ]
    if name:
        ways.append({"who": {"$regex": f"^{re.escape(name)}$", "$options": "i"}})
    return {"$or": ways} if ways else {}


def _matching(kept: LineFilter) -> Document:
    query: Document = {}
    if kept.verdict is not None:
        query["verdict"] = kept.verdict.value
    if kept.is_warned:
        query["warnings.0"] = {"$exists": True}
        query["verdict"] = {"$ne": Verdict.ERROR.value}
    if kept.column is not None:
        query["warnings" if kept.is_warned else "errors"] = kept.column.value
    return query


def _added(line: KeptLine) -> UpdateOne:
    document = line.model_dump()
    id_ = document.pop("id")
    return UpdateOne({"_id": id_}, {"$setOnInsert": document}, upsert=True)


def _read(document: Document) -> KeptLine:
    return KeptLine.model_validate({"id": document.pop("_id"), **document})
