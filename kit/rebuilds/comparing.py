"""Two sides of a read model, document by document, while both still move."""

import hashlib
import json
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from kit.mongo import Collection, Document

from .models import LISTED_MAX, Difference, Gap, Kind, Report

# What only storage needs: it says nothing about what was told.
STORAGE_ONLY = frozenset({"pending"})
MODULUS = 2**256
CHUNK = 500

Key = tuple[str, Any]
Hash = int | None
Pair = tuple[Document | None, Document | None]


class _Side:
    """The sum of all documents' hashes: it depends on what they are, not on order."""

    def __init__(self) -> None:
        self.count = 0
        self._sum = 0

    def put(self, hashed: Hash, *, sign: int = 1) -> None:
        if hashed is not None:
            self.count += sign
            self._sum = (self._sum + sign * hashed) % MODULUS

    @property
    def checksum(self) -> str:
        return f"{self._sum:064x}"


class Comparison:
    """Compares everything once, then looks again at what differed."""

    def __init__(
        self, live: Mapping[str, Collection], rebuilt: Mapping[str, Collection]
    ) -> None:
        self._live_copies, self._rebuilt_copies = live, rebuilt
        self._live = _Side()
        self._rebuilt = _Side()
        self._unequal: dict[Key, tuple[Hash, Hash]] = {}

    @property
    def is_same(self) -> bool:
        return not self._unequal

    async def run(self) -> None:
        for name in self._live_copies:
            both = _pairs(self._live_copies[name], self._rebuilt_copies[name])
            async for ours, theirs in both:
                known = ours or theirs or {}
                self._put((name, known["_id"]), ours, theirs)

    async def look_again(self) -> None:
        """Compare once more what differed: one side may only have been late."""
        for name in self._live_copies:
            ids = [id_ for collection, id_ in self._unequal if collection == name]
            for start in range(0, len(ids), CHUNK):
                await self._again(name, ids[start : start + CHUNK])

    async def report(self, gaps: Sequence[Gap]) -> Report:
        kinds = [_kind(pair) for pair in self._unequal.values()]
        return Report(
            live_count=self._live.count,
            rebuilt_count=self._rebuilt.count,
            live_checksum=self._live.checksum,
            rebuilt_checksum=self._rebuilt.checksum,
            different_count=kinds.count("different"),
            only_live_count=kinds.count("only_live"),
            only_rebuilt_count=kinds.count("only_rebuilt"),
            differences=tuple(
                [
                    await self._difference(key, kind)
                    for key, kind in islice(
                        zip(self._unequal, kinds, strict=True), LISTED_MAX
                    )
                ]
            ),
            gaps=tuple(gaps),
        )

    async def _again(self, name: str, ids: Sequence[Any]) -> None:
        ours = await _by_id(self._live_copies[name], ids)
        theirs = await _by_id(self._rebuilt_copies[name], ids)
        for id_ in ids:
            live, rebuilt = self._unequal.pop((name, id_))
            self._live.put(live, sign=-1)
            self._rebuilt.put(rebuilt, sign=-1)
            self._put((name, id_), ours.get(id_), theirs.get(id_))

    def _put(self, key: Key, ours: Document | None, theirs: Document | None) -> None:
        live, rebuilt = _hash(key[0], ours), _hash(key[0], theirs)
        self._live.put(live)
        self._rebuilt.put(rebuilt)
        if live != rebuilt:
            self._unequal[key] = (live, rebuilt)

    async def _difference(self, key: Key, kind: Kind) -> Difference:
        name, id_ = key
        ours = await self._live_copies[name].find_one({"_id": id_})
        theirs = await self._rebuilt_copies[name].find_one({"_id": id_})
        return Difference(
            collection=name, id=str(id_), kind=kind, fields=_fields(ours, theirs)
        )


async def _pairs(live: Collection, rebuilt: Collection) -> AsyncIterator[Pair]:
    """Walk both in the order of their ids, and put beside each other what is one."""
    left, right = live.find({}).sort("_id", 1), rebuilt.find({}).sort("_id", 1)
    ours, theirs = await anext(left, None), await anext(right, None)
    while ours is not None or theirs is not None:
        if theirs is None or (ours is not None and ours["_id"] < theirs["_id"]):
            yield ours, None
            ours = await anext(left, None)
        elif ours is None or theirs["_id"] < ours["_id"]:
            yield None, theirs
            theirs = await anext(right, None)
        else:
            yield ours, theirs
            ours, theirs = await anext(left, None), await anext(right, None)


async def _by_id(documents: Collection, ids: Sequence[Any]) -> dict[Any, Document]:
    found = documents.find({"_id": {"$in": list(ids)}})
    return {one["_id"]: one async for one in found}


def _hash(collection: str, document: Document | None) -> Hash:
    if document is None:
        return None
    told = [collection, {name: document[name] for name in _told(document)}]
    text = json.dumps(told, sort_keys=True, default=str, ensure_ascii=False)
    return int.from_bytes(hashlib.sha256(text.encode()).digest())


def _told(document: Document) -> Iterable[str]:
    return document.keys() - STORAGE_ONLY


def _kind(pair: tuple[Hash, Hash]) -> Kind:
    live, rebuilt = pair
    if live is None:
        return "only_rebuilt"
    return "only_live" if rebuilt is None else "different"


def _fields(ours: Document | None, theirs: Document | None) -> tuple[str, ...]:
    if ours is None or theirs is None:
        return ()
    names = {*_told(ours), *_told(theirs)}
    return tuple(sorted(one for one in names if ours.get(one) != theirs.get(one)))
