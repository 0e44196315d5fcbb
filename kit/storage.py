"""Aggregates in MongoDB: each carries the events that nobody has published yet."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import Any, Generic, TypeVar

from kit.aggregates import stored
from kit.bulk_outbox import BulkOutbox
from kit.errors import StaleVersion
from kit.failpoints import Failpoint, reach
from kit.mongo import (
    BulkWriteError,
    Collection,
    Document,
    Transaction,
)
from kit.outbox import pending
from kit.series import Series
from schemas.base import Event, Stored

A = TypeVar("A", bound=Stored)

DUPLICATE_KEY = 11_000


class Aggregates(Generic[A]):
    """A collection of aggregates of one kind.

    The relay publishes `pending` and pulls it event by event, so a change sets fields
    and pushes events: a document written back whole would bring published ones back.
    What is removed leaves its last events, and its counters, in `removed`. What many
    new ones tell at once waits in `bulk`, where there is one.
    """

    def __init__(
        self,
        documents: Collection,
        kind: type[A],
        *,
        source: str,
        bulk: BulkOutbox | None = None,
    ) -> None:
        self.documents = documents
        self._bulk = bulk
        self.removed = documents.database[f"{documents.name}.removed"]
        self._kind = kind
        self._source = source

    def read(self, document: Mapping[str, Any]) -> A:
        fields = {name: value for name, value in document.items() if name != "pending"}
        return self._kind.model_validate({"id": fields.pop("_id"), **fields})

    async def find(self, query: Document, *, tx: Transaction | None = None) -> A | None:
        document = await self.documents.find_one(query, {"pending": False}, session=tx)
        return None if document is None else self.read(document)

    async def list(
        self,
        query: Document,
        *,
        sort: Sequence[tuple[str, int]] = (("_id", 1),),
        limit: int = 0,
        skip: int = 0,
        tx: Transaction | None = None,
    ) -> list[A]:
        """Return what matches, in order; `limit` 0 means all."""
        cursor = self.documents.find(query, {"pending": False}, session=tx)
        found = cursor.sort(list(sort)).skip(skip).limit(limit)
        return [self.read(document) async for document in found]

    async def count(self, query: Document) -> int:
        counted: int = await self.documents.count_documents(query)
        return counted

    async def add(
        self, aggregate: A, *facts: Event, at: datetime, tx: Transaction | None = None
    ) -> A:
        """Insert with its events.

        Raises:
            DuplicateKey: a unique index has it already.
        """
        added = aggregate.model_copy(update={"sequence": len(facts)})
        document = self._new(added, facts, after=0, at=at)
        await reach(Failpoint.WRITE_BEFORE)
        await self.documents.insert_one(document, session=tx)
        await reach(Failpoint.WRITE_AFTER)
        return added

    async def add_many(
        self, told: Iterable[tuple[A, Sequence[Event]]], *, at: datetime
    ) -> int:
        """Insert those whose id is not there yet, and return how many were new.

        Ids must be deterministic: doing it again after a crash adds what is missing.

        Raises:
            BulkWriteError: another unique index refused one; in bulk, none is inserted.
        """
        return await self._insert(
            [
                self._new(
                    aggregate.model_copy(update={"sequence": len(facts)}),
                    facts,
                    after=0,
                    at=at,
                )
                for aggregate, facts in told
            ]
        )

    async def add_series(self, told: Iterable[Series[A]], *, at: datetime) -> int:
        """Insert them as `add_many` does; raises as it does."""
        every = (one.documents(at=at, source=self._source) for one in told)
        return await self._insert(list(chain.from_iterable(every)))

    async def _insert(self, documents: Sequence[Document]) -> int:
        if not documents:
            return 0
        await reach(Failpoint.WRITE_BEFORE)
        added = await self._insert_new(documents)
        await reach(Failpoint.WRITE_AFTER)
        return added

    async def _insert_new(self, documents: Sequence[Document]) -> int:
        try:
            if self._bulk is not None and self._bulk.is_for(documents):
                await self._bulk.insert(documents, into=self.documents)
                return len(documents)
        except BulkWriteError as error:
            # It was all or nothing: what is new among them goes by itself.
            if not _only_known_ids(error.details or {}):
                raise
        try:
            await self.documents.insert_many(documents, ordered=False)
        except BulkWriteError as error:
            details = error.details or {}
            if not _only_known_ids(details):
                raise
            return int(details["nInserted"])
        return len(documents)

    async def change(
        self,
        before: A,
        after: A,
        *facts: Event,
        at: datetime,
        tx: Transaction | None = None,
    ) -> A:
        """Write what differs, with its events, unless someone wrote in between.

        Raises:
            StaleVersion: the stored version is no longer that of `before`.
            DuplicateKey: a unique index has the new values already.
        """
        changed = after.model_copy(
            update={
                "version": before.version + 1,
                "sequence": before.sequence + len(facts),
            }
        )
        await reach(Failpoint.WRITE_BEFORE)
        written = await self.documents.update_one(
            {"_id": before.id, "version": before.version},
            self._changes(before, changed, facts, at=at),
            session=tx,
        )
        if written.matched_count == 0:
            raise StaleVersion(before.id, before.version)
        await reach(Failpoint.WRITE_AFTER)
        return changed

    async def remove(
        self, before: A, *facts: Event, at: datetime, tx: Transaction
    ) -> None:
        """Take it out; its last events and counters stay for the relay and for copies.

        Raises:
            StaleVersion: the stored version is no longer that of `before`.
        """
        await self.remove_many([(before, facts)], at=at, tx=tx)

    async def remove_many(
        self,
        told: Sequence[tuple[A, Sequence[Event]]],
        *,
        at: datetime,
        tx: Transaction,
    ) -> None:
        """Take several out, all or none.

        Raises:
            StaleVersion: the stored version of one is no longer that of `before`.
        """
        if not told:
            return
        query: Document = {"_id": {"$in": [before.id for before, _ in told]}}
        found = self.documents.find(query, {"version": 1, "pending": 1}, session=tx)
        stood = {document["_id"]: document async for document in found}
        tombstones = [
            self._tombstone(before, facts, stood.get(before.id, {}), at=at)
            for before, facts in told
        ]
        await reach(Failpoint.WRITE_BEFORE)
        await self.documents.delete_many(query, session=tx)
        await self.removed.insert_many(tombstones, session=tx)
        await reach(Failpoint.WRITE_AFTER)

    def _tombstone(
        self, before: A, facts: Sequence[Event], stood: Document, *, at: datetime
    ) -> Document:
        if stood.get("version") != before.version:
            raise StaleVersion(before.id, before.version)
        last = pending(facts, after=before.sequence, at=at, source=self._source)
        return {
            "_id": before.id,
            "version": before.version + 1,
            "sequence": before.sequence + len(facts),
            "removed_at": at,
            "pending": [*stood.get("pending", []), *last],
        }

    def _new(
        self, aggregate: A, facts: Sequence[Event], *, after: int, at: datetime
    ) -> Document:
        waiting = pending(facts, after=after, at=at, source=self._source)
        return stored(aggregate) | {"pending": waiting}

    def _changes(
        self, before: A, changed: A, facts: Sequence[Event], *, at: datetime
    ) -> Document:
        old, new = stored(before), stored(changed)
        differing = {
            field: value for field, value in new.items() if value != old.get(field)
        }
        waiting = pending(facts, after=before.sequence, at=at, source=self._source)
        changes: Document = {"$set": differing}
        if waiting:
            changes["$push"] = {"pending": {"$each": waiting}}
        return changes


def _only_known_ids(details: Mapping[str, Any]) -> bool:
    return all(
        error["code"] == DUPLICATE_KEY and "_id" in error.get("keyPattern", {})
        for error in details.get("writeErrors", [])
    )
