"""Clients of Kafka that do not ask an absent broker thousands of times a second."""

import asyncio
import time
from typing import Any

from aiokafka.client import AIOKafkaClient

# As long as Kafka's own client rests between two such requests.
PAUSE_SECONDS = 0.1


class _Patient(AIOKafkaClient):  # type: ignore[misc] # aiokafka is untyped
    """Asks for the same metadata at most every `PAUSE_SECONDS`.

    A reader or sender without a leader asks, and when the answer comes at once, that
    there is none or that nobody listens, asks again: it would burn a processor for as
    long as the broker is away.
    """

    _asked_at = float("-inf")
    _asked_for: frozenset[str] = frozenset()

    async def _metadata_update(self, cluster_metadata: Any, topics: Any) -> bool:
        wanted = frozenset(topics or ())
        if wanted == self._asked_for:
            rest = self._asked_at + PAUSE_SECONDS - time.monotonic()
            await asyncio.sleep(max(0.0, rest))
        self._asked_at, self._asked_for = time.monotonic(), wanted
        is_updated: bool = await super()._metadata_update(cluster_metadata, topics)
        return is_updated


def made_patient(client: Any) -> None:
    """Have the client of a consumer or producer rest between its requests."""
    if isinstance(client, AIOKafkaClient):
        client.__class__ = _Patient
