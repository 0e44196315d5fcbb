"""Plain clients that ask a server, apart from the product, whether it works again."""

import asyncio
import contextlib
import time

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from tests.support.harness import eventually

TOPIC = "probe"
ATTEMPT_SECONDS = 2.0


async def takes_records(bootstrap: str, *, seconds: float = 90.0) -> float:
    """Wait until a record is acknowledged by all copies, and return when that was."""
    await eventually(lambda: _took_one(bootstrap), seconds=seconds, every=0.05)
    return time.time()


async def _took_one(bootstrap: str) -> bool:
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all")
    try:
        async with asyncio.timeout(ATTEMPT_SECONDS):
            await producer.start()
            await producer.send_and_wait(TOPIC, b"?")
    except (KafkaError, OSError, TimeoutError):
        return False
    else:
        return True
    finally:
        with contextlib.suppress(KafkaError, TimeoutError):
            async with asyncio.timeout(ATTEMPT_SECONDS):
                await producer.stop()
