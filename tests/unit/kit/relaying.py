"""What relays are given in tests that have neither MongoDB nor Kafka."""

from collections.abc import Callable

from tests.support.harness import eventually


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
