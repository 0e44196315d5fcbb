"""B10: what the kit adds to a read on bare FastAPI, and what observing costs."""

from . import b10_consumer, b10_read
from .ground import Ground
from .results import Result


async def measure(on: Ground) -> list[Result]:
    return [await b10_read.measure(on), await b10_consumer.measure(on)]
