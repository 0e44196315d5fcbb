"""The journal as a rebuild reads it: by partition, in the order of the log."""

from collections.abc import Collection as Several
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kit.messaging.envelope import Headers
from kit.mongo import Collection, Document

from .models import Gap, Place


@dataclass(frozen=True, slots=True)
class Kept:
    """A record as it was told; the journal keeps as events only what is text."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: Headers


class Journal:
    def __init__(self, records: Collection, ends: Collection) -> None:
        self._records = records
        self._ends = ends

    async def ends(self, topics: Iterable[str]) -> dict[Place, int]:
        """Return up to where each partition is kept."""
        found = self._ends.find({"topic": {"$in": list(topics)}})
        return {(one["topic"], one["partition"]): one["end"] async for one in found}

    async def after(
        self, place: Place, offset: int, *, types: Several[str], limit: int
    ) -> Sequence[Kept]:
        """Return the first events of these types behind an offset."""
        query: Document = {
            "place": _name(place),
            "offset": {"$gt": offset},
            "is_event": True,
            "type": {"$in": list(types)},
        }
        found = self._records.find(query).sort("offset", 1).limit(limit)
        return [_read(one) async for one in found]

    async def count(self, places: Iterable[Place], *, types: Several[str]) -> int:
        query: Document = {
            "place": {"$in": [_name(place) for place in places]},
            "is_event": True,
            "type": {"$in": list(types)},
        }
        return int(await self._records.count_documents(query))

    async def gaps(self, ends: dict[Place, int]) -> list[Gap]:
        """Name the partitions of which something up to its end is not kept."""
        gaps = []
        for place, end in sorted(ends.items()):
            query: Document = {"place": _name(place), "offset": {"$lte": end}}
            missing = end + 1 - int(await self._records.count_documents(query))
            if missing > 0:
                first = await self._records.find_one(
                    query, {"offset": True}, sort=[("offset", 1)]
                )
                kept = end + 1 if first is None else first["offset"]
                gaps.append(
                    Gap(place=_name(place), first_kept=kept, missing_count=missing)
                )
        return gaps


def _name(place: Place) -> str:
    return f"{place[0]}/{place[1]}"


def _read(found: Document) -> Kept:
    return Kept(
        topic=found["topic"],
        partition=found["partition"],
        offset=found["offset"],
        key=_bytes(found["key"]),
        value=_bytes(found["data"]),
        headers=tuple((name, value.encode()) for name, value in found["headers"]),
    )


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else text.encode()


def missing(wanted: Mapping[Place, int], come: Mapping[Place, int]) -> int:
    """Count the records before these ends that have not been read."""
    return sum(
        max(0, end - 1 - come.get(place, -1))
        for place, end in wanted.items()
        if end > 0
    )
