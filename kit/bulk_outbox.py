"""The events of many new aggregates: in few documents beside them."""

from collections.abc import Callable, Coroutine, Iterable, Sequence
from itertools import chain
from typing import Any

from kit.ids import new_id
from kit.mongo import Collection, Document, Transaction, within_command

# Below, the transaction costs more than it saves.
EVENTS_MIN = 50
# What a relay takes of one document at a time is more, and so is what one can hold.
EVENTS_MAX = 250
PARCEL_BYTES_MAX = 4 * 1024 * 1024

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

    def is_for(self, documents: Sequence[Document]) -> bool:
        """Tell whether they are many, outside a command, which has its transaction."""
        many = sum(len(one["pending"]) for one in documents) >= EVENTS_MIN
        return many and not within_command()

    async def insert(self, documents: Sequence[Document], *, into: Collection) -> None:
        """Insert all of them.

        Raises:
            BulkWriteError: one is there already, and none was inserted.
        """
        bare = [one | {"pending": []} for one in documents]
        parcels = _parcels(documents)

        async def write(tx: Transaction) -> None:
            await into.insert_many(bare, session=tx)
            await self._waiting.insert_many(parcels, session=tx)

        await self._transact(write)


def _parcels(documents: Iterable[Document]) -> list[Document]:
    """Put the events into documents, in their order."""
    parcels: list[Document] = []
    size = 0
    for entry in chain.from_iterable(one["pending"] for one in documents):
        size += len(entry["data"])
        is_full = not parcels or len(parcels[-1]["pending"]) == EVENTS_MAX
        if is_full or size > PARCEL_BYTES_MAX:
            parcels.append({"_id": new_id(), "pending": []})
            size = len(entry["data"])
        parcels[-1]["pending"].append(entry)
    return parcels
