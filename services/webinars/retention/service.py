"""Webinars of long ago no longer say who spoke."""

from datetime import datetime
from typing import Final

from kit.clock import Clock
from kit.people import RetentionService
from schemas.personal import Kept
from schemas.reference import Label
from services.webinars.proposals.repository import WebinarRepository

SOME: Final = 500


class WebinarRetention(RetentionService):
    """The webinars' own part, under a name of its own."""


class PastSpeakers:
    kept = Kept.WEBINAR
    code = "webinars.webinars"
    title = Label("Intervenants d’un webinaire passé", "Speakers of a past webinar")

    def __init__(self, webinars: WebinarRepository, *, clock: Clock) -> None:
        self._webinars = webinars
        self._clock = clock

    async def count(self, before: datetime) -> int:
        return len(await self._webinars.spoken_before(before, limit=SOME))

    async def end(self, before: datetime) -> int:
        past = await self._webinars.spoken_before(before, limit=SOME)
        for one in past:
            unnamed = one.model_copy(update={"speakers": ()})
            await self._webinars.rewrite(one, unnamed, at=self._clock())
        return len(past)
