"""The hub's dead letters, reached without the site."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NamedTuple, cast

from kit.platform import platform
from kit.running.serving import build_all
from kit.settings import Settings
from services.hub.deadletters.service import DeadLetterService, ReplayService
from services.hub.roles import HUB


class Letters(NamedTuple):
    one: DeadLetterService
    many: ReplayService


@asynccontextmanager
async def letters(settings: Settings) -> AsyncIterator[Letters]:
    """Open what deals with one letter, and with many."""
    async with (
        platform(settings) as built,
        build_all(built, [HUB]) as provided,
    ):
        yield Letters(
            cast("DeadLetterService", provided[DeadLetterService]),
            cast("ReplayService", provided[ReplayService]),
        )
