"""Where the parts that deal with dead letters meet."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from kit.due import DueWorker
from kit.platform import Platform

from .deadletters.models import DeadLetter, ReplayRun, Watch
from .deadletters.repository import (
    DeadLetterRepository,
    RunRepository,
    WatchRepository,
)
from .deadletters.service import (
    REPLAY_JOB,
    AgeWatch,
    DeadLetterService,
    FilingService,
    Replaying,
    ReplayService,
)
from .journal.service import JournalService
from .migrate import DATABASE


@dataclass(frozen=True)
class Letters:
    """Each part, built once."""

    platform: Platform
    journal: JournalService

    @property
    def provided(self) -> dict[type, object]:
        """What the edges and the worker look up."""
        jobs = {REPLAY_JOB: self.replays.step}
        due = self.platform.due(DATABASE)
        return {
            DeadLetterService: self.letters,
            FilingService: self.filing,
            ReplayService: self.replays,
            AgeWatch: self.watch,
            DueWorker: DueWorker(due, jobs, clock=self.platform.clock),
        }

    @cached_property
    def letters(self) -> DeadLetterService:
        return DeadLetterService(
            letters=self._repository,
            replaying=self._replaying,
            journal=self.journal,
            cards=self.platform.cards,
            clock=self.platform.clock,
        )

    @cached_property
    def filing(self) -> FilingService:
        return FilingService(
            letters=self._repository,
            prefix=self.platform.prefix,
            clock=self.platform.clock,
        )

    @cached_property
    def replays(self) -> ReplayService:
        runs = self.platform.aggregates(
            DATABASE, "dead_letter_replays", ReplayRun, source=DATABASE
        )
        return ReplayService(
            runs=RunRepository(runs),
            letters=self._repository,
            replaying=self._replaying,
            journal=self.journal,
            due=self.platform.due(DATABASE),
            mongo=self.platform.mongo,
            clock=self.platform.clock,
        )

    @cached_property
    def watch(self) -> AgeWatch:
        watches = self.platform.aggregates(
            DATABASE, "dead_letter_watch", Watch, source=DATABASE
        )
        minutes = self.platform.settings.dead_letters.alert_minutes
        return AgeWatch(
            letters=self._repository,
            watches=WatchRepository(watches),
            limit=timedelta(minutes=minutes),
            clock=self.platform.clock,
        )

    @cached_property
    def _repository(self) -> DeadLetterRepository:
        return DeadLetterRepository(
            self.platform.aggregates(
                DATABASE, "dead_letters", DeadLetter, source=DATABASE
            )
        )

    @cached_property
    def _replaying(self) -> Replaying:
        return Replaying(
            letters=self._repository,
            bus=self.platform.bus,
            prefix=self.platform.prefix,
            clock=self.platform.clock,
        )
