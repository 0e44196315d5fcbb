"""Gathers what a service keeps of one person."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from pydantic_core import to_jsonable_python

from kit.mongo import Document, Mongo

from .models import Holding, Section

RECORDS_MAX = 5_000
NEVER = frozenset({"pending", "version", "sequence"})


class PeopleGathering:
    def __init__(self, mongo: Mongo, holdings: Sequence[Holding]) -> None:
        self._mongo = mongo
        self._holdings = holdings

    async def gather(self, person_id: UUID) -> tuple[Section, ...]:
        """Return the classes of records that have something, in the table's order."""
        found = [await self._section(one, person_id) for one in self._holdings]
        return tuple(section for section in found if section.records)

    async def _section(self, holding: Holding, person_id: UUID) -> Section:
        documents = self._mongo.collection(holding.database, holding.name)
        found = documents.find({holding.by: person_id}).sort("_id", 1)
        return Section(
            code=holding.code,
            title=(holding.title.fr, holding.title.en),
            labels={name: (one.fr, one.en) for name, one in holding.shows.items()},
            records=tuple(
                [_record(one, holding) async for one in found.limit(RECORDS_MAX)]
            ),
        )


def _record(document: Document, holding: Holding) -> dict[str, Any]:
    kept = {
        "id" if name == "_id" else name: value
        for name, value in document.items()
        if name not in NEVER | holding.hides
    }
    return dict(to_jsonable_python(kept, bytes_mode="base64"))
