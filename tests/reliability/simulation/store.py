"""A simulated store: an operation is done at once or not at all, and may be doubted."""

import asyncio
from collections.abc import Collection as Several
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from kit.messaging.delays import Delayed, delayed
from kit.messaging.envelope import Record
from kit.messaging.held import HeldLine, Line, line_of
from kit.messaging.ports import Rung, Waiting

from .world import Process, World

# How often a bell is not heard, and how often it brings the same once more.
UNHEARD_SHARE, LATE_SHARE = 0.3, 0.2

Document = dict[str, Any]
Spot = tuple[str, int, int]


@dataclass
class Store:
    """All that is kept. `effects` holds each event's effect once, in order, by key.

    `born` is what each new thing had to tell, as a change stream brings it.
    """

    things: dict[str, Document] = field(default_factory=dict)
    born: list[Waiting] = field(default_factory=list)
    delays: dict[Spot, Delayed] = field(default_factory=dict)
    jobs: dict[str, Document] = field(default_factory=dict)
    leases: dict[str, Document] = field(default_factory=dict)
    effects: dict[Any, list[int]] = field(default_factory=dict)
    done_jobs: dict[str, int] = field(default_factory=dict)

    def pending(self) -> int:
        return sum(len(one["pending"]) for one in self.things.values())


class SimOutbox:
    name = "things"

    def __init__(self, store: Store, world: World, process: Process) -> None:
        self._things = store.things
        self._world = world
        self._process = process

    async def waiting(self, limit: int, *, but: Several[Any] = ()) -> list[Waiting]:
        def read() -> list[Waiting]:
            every = [one for one in self._things.values() if one["pending"]]
            told = [one for one in every if one["_id"] not in but]
            told.sort(key=lambda one: one["pending"][0]["at"])
            return [Waiting(o["_id"], list(o["pending"])) for o in told[:limit]]

        return await self._world.store(self._process, "scans", read)

    async def trim(self, document_ids: list[Any], event_ids: list[Any]) -> None:
        def pull() -> None:
            for id_ in document_ids:
                thing = self._things[id_]
                thing["pending"] = [
                    one for one in thing["pending"] if one["id"] not in event_ids
                ]

        await self._world.store(self._process, f"trims {len(event_ids)}", pull)

    async def refuse(self, document_id: Any, entry: dict[str, Any]) -> None:
        raise NotImplementedError


class SimBell:
    """Brings what is new, mostly: some of it late, some twice, some of it never."""

    def __init__(self, store: Store, world: World) -> None:
        self._born = store.born
        self._heard = len(store.born)
        self._world = world

    async def wait(self, seconds: float) -> Rung | None:
        chance = self._world.chance
        await asyncio.sleep(chance.uniform(0, seconds))
        new = self._born[self._heard :]
        if chance.random() < UNHEARD_SHARE:
            return None
        if chance.random() > LATE_SHARE:
            self._heard = len(self._born)
        return {"things": new} if new else {}


class SimDelays:
    """What `MongoDelays` promises, in memory."""

    def __init__(self, store: Store, world: World, process: Process) -> None:
        self._kept = store.delays
        self._world = world
        self._process = process

    async def add(self, delayed: Sequence[Delayed]) -> int:
        def insert() -> int:
            new = {_spot(one): one for one in delayed if _spot(one) not in self._kept}
            self._kept.update(new)
            return len(new)

        return await self._world.store(
            self._process, f"sets {len(delayed)} aside", insert
        )

    async def settle(
        self, *, gone: Sequence[Delayed], again: Sequence[Delayed]
    ) -> None:
        def write() -> None:
            for one in again:
                if _spot(one) in self._kept:
                    self._kept[_spot(one)] = one
            for one in gone:
                self._kept.pop(_spot(one), None)

        what = f"settles {len(gone)}, keeps {len(again)}"
        await self._world.store(self._process, what, write)

    async def held(self, places: Several[tuple[str, int]]) -> list[HeldLine]:
        def read() -> list[HeldLine]:
            lines: dict[Line, HeldLine] = {}
            for spot in sorted(self._kept):
                one = self._kept[spot]
                if one.place in places:
                    line = line_of(one)
                    held = lines.get(line, HeldLine(line, one.due_at, 0))
                    lines[line] = held._replace(waiting=held.waiting + 1)
            return list(lines.values())

        return await self._world.store(self._process, "learns what waits", read)

    async def first(self, lines: Several[Line], *, limit: int) -> list[Delayed]:
        def read() -> list[Delayed]:
            ours = [one for _, one in sorted(self._kept.items())]
            return [one for one in ours if line_of(one) in lines][:limit]

        return await self._world.store(self._process, "reads what is due", read)

    async def keep_unknown(
        self, unknown: Sequence[tuple[Record, str]], at: datetime
    ) -> None:
        await self.add([delayed(record, at=at) for record, _ in unknown])

    async def release_unknown(self, *_: Any, **__: Any) -> int:
        """Nothing is unknown here."""
        return 0


class SimCollection:
    """As much of a collection as the kit's leases and due jobs ask for."""

    def __init__(
        self, documents: dict[str, Document], world: World, process: Process
    ) -> None:
        self._documents = documents
        self._world = world
        self._process = process

    async def insert_one(self, document: Document) -> None:
        def insert() -> None:
            self._documents.setdefault(document["_id"], deepcopy(document))

        await self._world.store(self._process, "inserts", insert)

    async def delete_one(self, query: Document, **_: Any) -> None:
        def delete() -> None:
            self._documents.pop(query["_id"], None)

        await self._world.store(self._process, f"deletes {query['_id']}", delete)

    async def find_one_and_update(
        self, query: Document, update: Any, **options: Any
    ) -> Document | None:
        def change() -> Document | None:
            found = [one for one in self._documents.values() if self._fits(one, query)]
            for name, _ in options.get("sort", []):
                found.sort(key=lambda one: (one[name], one["_id"]))
            return deepcopy(self._changed(found[0], update)) if found else None

        return await self._world.store(self._process, "claims", change)

    async def update_one(
        self, query: Document, update: Any, *, upsert: bool = False, **_: Any
    ) -> None:
        def change() -> None:
            found = [one for one in self._documents.values() if self._fits(one, query)]
            if not found and upsert:
                self._documents[query["_id"]] = {"_id": query["_id"]}
                found = [self._documents[query["_id"]]]
            if found:
                self._changed(found[0], update)

        await self._world.store(self._process, "updates", change)

    def _fits(self, document: Document, query: Mapping[str, Any]) -> bool:
        return all(self._is_met(document, name, asked) for name, asked in query.items())

    def _is_met(self, document: Document, name: str, asked: Any) -> bool:
        if name == "$or":
            return any(self._fits(document, one) for one in asked)
        if name == "$expr":
            left, right = (self._value(document, one) for one in asked["$lt"])
            return bool(left < right)
        if isinstance(asked, dict):
            (sign, limit), *rest = asked.items()
            assert (sign, rest) == ("$lte", [])
            return bool(document[name] <= limit)
        return bool(document.get(name) == asked)

    def _changed(self, document: Document, update: Any) -> Document:
        if isinstance(update, list):
            (stage,) = update
            told = {n: self._value(document, v) for n, v in stage["$set"].items()}
            document.update(told)
            return document
        assert update.keys() <= {"$set", "$inc", "$unset"}
        document.update(update.get("$set", {}))
        for name, step in update.get("$inc", {}).items():
            document[name] = document.get(name, 0) + step
        for name in update.get("$unset", {}):
            document.pop(name, None)
        return document

    def _value(self, document: Document, told: Any) -> Any:
        """Evaluate an expression of MongoDB's, as far as leases need it."""
        match told:
            case "$$NOW":
                return self._world.now
            case str() if told.startswith("$"):
                return document[told[1:]]
            case {"$cond": [condition, so, otherwise]}:
                is_so = self._value(document, condition)
                return self._value(document, so if is_so else otherwise)
            case {"$eq": [left, right]}:
                return self._value(document, left) == self._value(document, right)
            case {"$add": [left, right]}:
                base, step = self._value(document, left), self._value(document, right)
                is_time = isinstance(base, datetime)
                return base + (timedelta(milliseconds=step) if is_time else step)
            case _:
                return told


def _spot(record: Delayed) -> Spot:
    return record.topic, record.partition, record.offset
