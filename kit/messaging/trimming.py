"""What has left is trimmed a moment later, together, beside the looks that follow."""

import asyncio
from collections.abc import Sequence
from itertools import islice
from typing import Any

from kit.failpoints import Failpoint, reach
from kit.metrics import PUBLISHED
from kit.waiting import comes_within

from .ports import Outbox, Waiting

Entry = tuple[Any, dict[str, Any]]

# What leaves within this time is trimmed in one go: a trim costs as much as a look. So
# much at once waits for no more.
TOGETHER_SECONDS, TOGETHER_MAX = 0.05, 100
# How many of those that have left are known: a bell may bring them late.
PUBLISHED_MAX = 10_000
# A bell brings few at a time: of what leaves by the hundred nothing is kept.
KNOWN_MAX = 100


class Trims:
    """One trim at a time for each outbox.

    Until it is done, a look finds its events once more: `gone` names those. One that
    fails leaves them where they are, to be found and trimmed again.
    """

    def __init__(self) -> None:
        self._out: dict[str, asyncio.Task[None]] = {}
        self._left: dict[str, _Left] = {}
        self._at_once = asyncio.Event()
        self._published: dict[Any, None] = {}

    @property
    def count(self) -> int:
        """How many events have left and may still be found."""
        return sum(len(left) for left in self._left.values())

    def gone(self, outbox: str) -> frozenset[Any]:
        left = self._left.get(outbox)
        return frozenset() if left is None else left.gone()

    def document_ids(self, outbox: str) -> set[Any]:
        """Return the documents of what has left and may still be found."""
        left = self._left.get(outbox)
        return set() if left is None else left.document_ids()

    def parted(
        self, documents: Sequence[Waiting], gone: frozenset[Any]
    ) -> tuple[list[Entry], list[Entry]]:
        """Part what has not left yet from what has, and is not being trimmed any more.

        `gone` was asked before these were found. What was brought late has left, and
        so has what stands after a trim that failed: it needs a trim alone.
        """
        if not gone and not self._published:
            return [
                (o.document_id, entry) for o in documents for entry in o.entries
            ], []
        waiting: list[Entry] = []
        left: list[Entry] = []
        for one in documents:
            for entry in one.entries:
                event_id = entry.get("id")
                if event_id not in gone:
                    to = left if event_id in self._published else waiting
                    to.append((one.document_id, entry))
        return waiting, left

    async def add(
        self, outbox: Outbox, document_ids: Sequence[Any], event_ids: Sequence[Any]
    ) -> None:
        """Have these trimmed soon.

        Raises:
            MongoError: one before failed; these will be trimmed all the same.
        """
        left = self._left.setdefault(outbox.name, _Left())
        left.add(document_ids, event_ids)
        if len(event_ids) <= KNOWN_MAX:
            self._published |= dict.fromkeys(event_ids)
            for one in list(islice(self._published, self._too_many())):
                del self._published[one]
        before = self._out.get(outbox.name)
        if before is not None and not before.done():
            return
        self._out[outbox.name] = asyncio.create_task(self._trim_all(outbox, left))
        if before is not None:
            await before

    async def finish(self) -> None:
        """Trim what has left, now.

        Raises:
            MongoError: one failed.
        """
        self._at_once.set()
        try:
            if self._out:
                await asyncio.wait(self._out.values())
        finally:
            self._at_once.clear()
        ended, self._out = self._out, {}
        failed = [task.exception() for task in ended.values()]
        for error in filter(None, failed):
            raise error

    def _too_many(self) -> int:
        return max(0, len(self._published) - PUBLISHED_MAX)

    def cancel(self) -> None:
        for task in self._out.values():
            task.cancel()

    async def _trim_all(self, outbox: Outbox, left: "_Left") -> None:
        """Trim until nothing is left, also what left while a trim failed."""
        failed: Exception | None = None
        while len(left):
            if len(left) < TOGETHER_MAX:
                await comes_within(self._at_once, TOGETHER_SECONDS)
            document_ids, event_ids = left.take()
            try:
                await outbox.trim(document_ids, event_ids)
                await reach(Failpoint.TRIM_AFTER)
                PUBLISHED.labels(outbox.name).inc(len(event_ids))
            except Exception as error:  # noqa: BLE001 - raised once all is trimmed
                failed = error
            finally:
                left.forget_taken()
        if failed is not None:
            raise failed


class _Left:
    """What has left one outbox and is not trimmed yet."""

    def __init__(self) -> None:
        self._document_ids: dict[Any, None] = {}
        self._event_ids: list[Any] = []
        self._out: tuple[list[Any], list[Any]] = ([], [])

    def __len__(self) -> int:
        return len(self._event_ids) + len(self._out[1])

    def add(self, document_ids: Sequence[Any], event_ids: Sequence[Any]) -> None:
        self._document_ids.update(dict.fromkeys(document_ids))
        self._event_ids += event_ids

    def take(self) -> tuple[list[Any], list[Any]]:
        taken = list(self._document_ids), self._event_ids
        self._document_ids, self._event_ids = {}, []
        self._out = taken
        return taken

    def forget_taken(self) -> None:
        self._out = ([], [])

    def gone(self) -> frozenset[Any]:
        return frozenset((*self._event_ids, *self._out[1]))

    def document_ids(self) -> set[Any]:
        return {*self._document_ids, *self._out[0]}
