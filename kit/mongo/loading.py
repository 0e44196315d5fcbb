"""Reads by id that go together: what is asked while one is out goes with the next."""

import asyncio
import contextvars
from collections.abc import Mapping
from typing import Any

from motor.motor_asyncio import AsyncIOMotorCollection

Document = dict[str, Any]


class Loader:
    """Finds documents by id in as few trips as the callers at once allow.

    A read is never joined once it is out: each caller sees what was true when it asked,
    or later.
    """

    def __init__(self, documents: AsyncIOMotorCollection[Document]) -> None:
        self._documents = documents
        self._waiting: dict[Any, asyncio.Future[Document | None]] = {}
        self._leader: contextvars.Context | None = None
        self._out: asyncio.Task[None] | None = None

    async def find(self, document_id: Any) -> Document | None:
        loop = asyncio.get_running_loop()
        future = self._waiting.get(document_id)
        if future is None:
            future = self._waiting[document_id] = loop.create_future()
        if self._leader is None:
            # The first of those who go together lends its patience.
            self._leader = contextvars.copy_context()
        if self._out is None:
            self._go()
        # Whoever gives up does not take the others with it.
        return await asyncio.shield(future)

    def _go(self) -> None:
        waiting, self._waiting = self._waiting, {}
        leader, self._leader = self._leader, None
        reading = asyncio.get_running_loop().create_task(
            self._read(waiting), context=leader
        )
        reading.add_done_callback(self._on_back)
        self._out = reading

    def _on_back(self, _: "asyncio.Task[None]") -> None:
        self._out = None
        if self._waiting:
            self._go()

    async def _read(
        self, waiting: Mapping[Any, "asyncio.Future[Document | None]"]
    ) -> None:
        try:
            found = await self._find_all(list(waiting))
        except Exception as error:  # noqa: BLE001 - told to each who asked
            for future in waiting.values():
                future.set_exception(error)
                # Nobody may be waiting any more.
                future.exception()
        else:
            for document_id, future in waiting.items():
                future.set_result(found.get(document_id))

    async def _find_all(self, ids: list[Any]) -> dict[Any, Document]:
        if len(ids) == 1:
            one = await self._documents.find_one({"_id": ids[0]})
            return {} if one is None else {ids[0]: one}
        found = self._documents.find({"_id": {"$in": ids}}).batch_size(len(ids) + 1)
        return {one["_id"]: one for one in await found.to_list(len(ids))}
