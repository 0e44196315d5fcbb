"""What relays are given in tests that have neither MongoDB nor Kafka."""


class Lease:
    """Held for ever, by whoever asks."""

    token = 1

    async def hold(self) -> bool:
        return True

    def is_held(self) -> bool:
        return True

    async def release(self) -> None:
        return
