"""What can be asked: count, start, follow, stop."""

from datetime import datetime
from uuid import UUID

from kit.clock import Clock
from kit.http.pagination import InvalidCursor, decode_cursor, encode_cursor
from kit.identity.cards import Cards
from kit.ids import new_id
from services.hub.replays import rules
from services.hub.replays.errors import NothingToReplay, ReplayEnded
from services.hub.replays.models import (
    Forecast,
    JournalReplay,
    NewJournalReplay,
    Selection,
    reached,
)
from services.hub.replays.repository import ReplayRepository, SelectionRepository


class JournalReplayService:
    def __init__(
        self,
        *,
        replays: ReplayRepository,
        journal: SelectionRepository,
        cards: Cards,
        rate_max: int,
        clock: Clock,
    ) -> None:
        self._replays = replays
        self._journal = journal
        self._cards = cards
        self._clock = clock
        self.rate_max = rate_max

    async def forecast(self, selection: Selection, *, rate: int) -> Forecast:
        """Count what a replay would tell; nothing is told."""
        types = rules.types_of(selection)
        rules.check_rate(rate, rate_max=self.rate_max)
        counted = await self._journal.count(selection, types)
        kept_since = await self._journal.kept_since()
        return rules.forecast(counted, rate=rate, kept_since=kept_since)

    async def start(
        self, wanted: NewJournalReplay, *, by: UUID | None
    ) -> JournalReplay:
        """Ask for a replay of what the journal has now; a worker tells it.

        Raises:
            NothingToReplay: the journal has nothing of it.
        """
        types = rules.types_of(wanted)
        rules.check_rate(wanted.rate, rate_max=self.rate_max)
        counted = await self._journal.count(wanted, types)
        if counted.total == 0:
            raise NothingToReplay(group=wanted.group)
        ends = await self._journal.ends(rules.reader(wanted.group).topics)
        replay = JournalReplay(
            **wanted.model_dump(exclude={"types"}),
            id=new_id(),
            types=types,
            by=by,
            asked_at=self._clock(),
            ends=reached(ends),
            total_count=counted.total,
        )
        await self._replays.add(replay)
        return replay

    async def get(self, replay_id: UUID) -> JournalReplay:
        return await self._replays.get(replay_id)

    async def latest(
        self, *, after: str | None, limit: int
    ) -> tuple[list[JournalReplay], str | None]:
        found = await self._replays.latest(before=_place(after), limit=limit + 1)
        shown = found[:limit]
        if len(found) <= limit:
            return shown, None
        return shown, encode_cursor([shown[-1].asked_at.isoformat(), shown[-1].id])

    async def cancel(self, replay_id: UUID, *, by: UUID | None) -> JournalReplay:
        """Stop it after the chunk that is leaving.

        Raises:
            ReplayNotFound: there is none.
            ReplayEnded: it runs no more.
        """
        await self._replays.get(replay_id)
        stopped = await self._replays.cancel(replay_id, by=by, at=self._clock())
        if stopped is None:
            raise ReplayEnded(replay_id=replay_id)
        return stopped

    async def name_of(self, person_id: UUID | None) -> str:
        """Name who asked, as long as that person has a card."""
        if person_id is None:
            return ""
        return (await self._cards.names([person_id])).get(person_id, "")


def _place(cursor: str | None) -> tuple[datetime, UUID] | None:
    if cursor is None:
        return None
    match decode_cursor(cursor):
        case [str(at), str(replay_id)]:
            try:
                return datetime.fromisoformat(at), UUID(replay_id)
            except ValueError as error:
                raise InvalidCursor from error
        case _:
            raise InvalidCursor
