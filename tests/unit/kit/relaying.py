"""What relays are given in tests that have neither MongoDB nor Kafka."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from kit.ids import new_id
from tests.support.harness import eventually

AT = datetime(2026, 11, 30, tzinfo=UTC)


def entry(sequence: int, *, key: str = "a") -> dict[str, Any]:
    return {
        "id": new_id(),
        "type": "fr.things.counted.v1",
        "topic": "tn.things",
        "key": key,
        "sequence": sequence,
        "at": AT,
        "source": "things",
        "data": "{}",
        "correlation_id": "c",
    }


class Lease:
    """Held for ever, by whoever asks."""

    token = 1

    async def hold(self) -> bool:
        return True

    def is_held(self) -> bool:
        return True

    async def release(self) -> None:
        return


async def is_so(told: Callable[[], bool]) -> None:
    """Wait until it is."""

    async def is_true() -> bool:
        return told()

    await eventually(is_true, seconds=5, every=0.005)
