"""What the hub hears, and what it does besides."""

from collections.abc import Sequence
from typing import cast

from kit.due import DueWorker
from kit.people import PATIENCE
from kit.service import Hearing, Provided, RawHearing, Work
from schemas.events import EVENTS, on_topics
from schemas.readers import (
    HUB_DEAD_LETTERS,
    HUB_JOURNAL,
    HUB_PEOPLE,
    HUB_SEARCH,
    HUB_WEBHOOKS,
)

from .copies import HubRebuilds
from .deadletters.service import AgeWatch, FilingService
from .holdings import HubPeople
from .journal.service import JournalCutter, JournalService
from .replays.service import JournalReplayWorker
from .search.handlers import SearchHandlers
from .webhooks.service import DeliveryWorker, WebhookService


def hears(provided: Provided) -> Sequence[Hearing | RawHearing]:
    journal = cast("JournalService", provided[JournalService])
    webhooks = cast("WebhookService", provided[WebhookService])
    people = cast("HubPeople", provided[HubPeople])
    letters = cast("FilingService", provided[FilingService])
    index = cast("SearchHandlers", provided[SearchHandlers])
    return [
        RawHearing(HUB_JOURNAL, journal.on_records),
        Hearing(HUB_WEBHOOKS, EVENTS, webhooks.on_facts),
        Hearing(HUB_PEOPLE, on_topics(*HUB_PEOPLE.topics), people.on_facts, PATIENCE),
        RawHearing(HUB_DEAD_LETTERS, letters.on_records),
        Hearing(HUB_SEARCH, on_topics(*HUB_SEARCH.topics), index.on_facts),
    ]


def works(provided: Provided) -> Sequence[Work]:
    worker = cast("DeliveryWorker", provided[DeliveryWorker])
    due = cast("DueWorker", provided[DueWorker])
    watch = cast("AgeWatch", provided[AgeWatch])
    cutter = cast("JournalCutter", provided[JournalCutter])
    replays = cast("JournalReplayWorker", provided[JournalReplayWorker])
    rebuilds = cast("HubRebuilds", provided[HubRebuilds])
    return [worker.run, due.run, watch.run, replays.run, cutter.run, rebuilds.run]
