"""Where the registry's parts meet: the only place that builds them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from kit.platform import Platform

from .advisors.models import Advisor
from .advisors.repository import AdvisorRepository


@asynccontextmanager
async def build(platform: Platform) -> AsyncIterator[dict[type, object]]:
    advisors = AdvisorRepository(
        platform.aggregates("registry", "advisors", Advisor, source="registry")
    )
    yield {AdvisorRepository: advisors}
