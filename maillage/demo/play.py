"""Plays the whole story, once or again."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import ClientSession, ClientTimeout

from kit.messaging.bus import KafkaBus
from kit.settings import Settings

from .narration import Narrator
from .receiver import receiving
from .stage import Stage
from .story import ACTS
from .story.machines import has_client
from .visitor import Refused

SECONDS = 30.0


@asynccontextmanager
async def on_stage(
    settings: Settings, *, password: str, administrator: str, tell: Narrator
) -> AsyncIterator[Stage]:
    timeout = ClientTimeout(total=SECONDS)
    bus = KafkaBus(settings.kafka.bootstrap_servers, client_id="demo")
    headers = {"Accept-Language": tell.language}
    async with ClientSession(
        settings.public_url, timeout=timeout, headers=headers
    ) as http:
        try:
            yield Stage(
                settings=settings,
                password=password,
                administrator=administrator,
                http=http,
                tell=tell,
                bus=bus,
            )
        finally:
            await bus.close()


async def is_played(on: Stage) -> bool:
    """Tell whether the last thing that the story makes is there."""
    try:
        return await has_client(await on.someone("operator"))
    except Refused:
        return False


async def play(on: Stage) -> None:
    """Play every act; what an earlier run did is found and left as it is."""
    async with receiving() as receiver:
        on.known["receiver"] = receiver
        for act in ACTS:
            on.tell.step(act.number, act.title)
            await act.play(on)
