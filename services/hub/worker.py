"""What the hub hears, and what it does besides."""

from collections.abc import Sequence
from typing import cast

from kit.due import DueWorker
from kit.service import Hearing, Provided, RawHearing, Work
from schemas.events import EVENTS
from schemas.readers import HUB_DEAD_LETTERS, HUB_JOURNAL, HUB_WEBHOOKS

from .deadletters.service import AgeWatch, FilingService
from .journal.service import JournalCutter, JournalService
from .replays.service import JournalReplayWorker
from .webhooks.service import DeliveryWorker, WebhookService


def hears(provided: Provided) -> Sequence[Hearing | RawHearing]:
    journal = cast("JournalService", provided[JournalService])
    webhooks = cast("WebhookService", provided[WebhookService])
    letters = cast("FilingService", provided[FilingService])
    return [
        RawHearing(HUB_JOURNAL, journal.on_records),
        Hearing(HUB_WEBHOOKS, EVENTS, webhooks.on_facts),
        RawHearing(HUB_DEAD_LETTERS, letters.on_records),
    ]


def works(provided: Provided) -> Sequence[Work]:
    worker = cast("DeliveryWorker", provided[DeliveryWorker])
    due = cast("DueWorker", provided[DueWorker])
    watch = cast("AgeWatch", provided[AgeWatch])
    cutter = cast("JournalCutter", provided[JournalCutter])
    replays = cast("JournalReplayWorker", provided[JournalReplayWorker])
    return [worker.run, due.run, watch.run, replays.run, cutter.run]
