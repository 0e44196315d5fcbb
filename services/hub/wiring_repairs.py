"""Where the parts that tell again and rebuild meet."""

from kit.platform import Platform
from kit.rebuilds import Rebuilds
from schemas.documents import journal
from schemas.readers import READ_MODELS

from .migrate import DATABASE
from .rebuilds.service import RebuildService
from .replays.repository import ReplayRepository, SelectionRepository
from .replays.service import JournalReplayService, JournalReplayWorker


def repairs(platform: Platform) -> dict[type, object]:
    replays = ReplayRepository(platform.collection(DATABASE, "replays"))
    selecting = SelectionRepository(
        platform.collection(DATABASE, journal.RECORDS),
        ends=platform.collection(DATABASE, journal.ENDS),
    )
    services = {one.service for one in READ_MODELS}
    return {
        JournalReplayService: JournalReplayService(
            replays=replays,
            journal=selecting,
            cards=platform.cards,
            rate_max=platform.settings.replay.rate_max,
            clock=platform.clock,
        ),
        JournalReplayWorker: JournalReplayWorker(
            replays=replays,
            journal=selecting,
            bus=platform.bus,
            prefix=platform.prefix,
            clock=platform.clock,
        ),
        RebuildService: RebuildService(
            rebuilds={
                name: Rebuilds(platform.collection(name, "rebuilds"))
                for name in services
            },
            cards=platform.cards,
            clock=platform.clock,
        ),
    }
