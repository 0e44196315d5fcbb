"""The events of many new aggregates: in few documents beside them."""

import itertools
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from kit.ids import new_id
from kit.mongo import Collection, Document, Transaction

# Below, the transaction costs more than it saves.
EVENTS_MIN = 50
# What a relay takes of one document at a time is more.
EVENTS_MAX = 250

Write = Callable[[Transaction], Coroutine[Any, Any, None]]
Transact = Callable[[Write], Coroutine[Any, Any, None]]


def bulk_name(collection: str) -> str:
    """Name the collection where what many documents of this one tell waits."""
    return f"{collection}.outbox"


class BulkOutbox:
    """Writes new documents and, apart from them, their events: all of it or nothing.

    An event that waits in its own document costs an entry of an index and a trim, as
    much as the document itself. Those that wait here are the first of their aggregates:
    what an aggregate tells later waits in it, and the relay holds it back meanwhile.
    """

    def __init__(self, waiting: Collection, transact: Transact) -> None:
        self._waiting = waiting
        self._transact = transact

    def takes(self, documents: Sequence[Document]) -> bool:
        return sum(len(one["pending"]) for one in documents) >= EVENTS_MIN

    async def insert(self, documents: Sequence[Document], *, into: Collection) -> None:
        """Insert all of them.

        Raises:
            BulkWriteError: one is there already, and none was inserted.
        """
        bare = [one | {"pending": []} for one in documents]
        events = itertools.chain.from_iterable(one["pending"] for one in documents)
        parcels: list[Document] = []
        while told := list(itertools.islice(events, EVENTS_MAX)):
            parcels.append({"_id": new_id(), "pending": told})

        async def write(tx: Transaction) -> None:
            await into.insert_many(bare, session=tx)
            await self._waiting.insert_many(parcels, session=tx)

        await self._transact(write)
