"""What can be done with dead letters: file, look into, rehearse, replay, discard."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from kit.clock import Clock
from kit.errors import StaleVersion, Unavailable
from kit.http.pagination import InvalidCursor, decode_cursor, encode_cursor
from kit.identity.cards import Cards
from kit.messaging.bus import BusUnavailable, KafkaBus
from kit.messaging.envelope import Record
from services.hub.journal.service import JournalService

from . import facts
from .errors import AlreadyDiscarded, NothingToDiscard
from .models import DeadLetter, Rehearsal, Wanted
from .repository import DeadLetterRepository
from .rules import diagnosing, filing

TRIES = 5


class DeadLetterService:
    def __init__(
        self,
        *,
        letters: DeadLetterRepository,
        journal: JournalService,
        bus: KafkaBus,
        cards: Cards,
        prefix: str,
        clock: Clock,
    ) -> None:
        self._letters = letters
        self._journal = journal
        self._bus = bus
        self._cards = cards
        self._prefix = prefix
        self._clock = clock

    async def on_records(self, records: Sequence[Record]) -> None:
        """File parked records: read twice, one is filed once."""
        for record in records:
            letter = filing.letter(record, prefix=self._prefix, at=self._clock())
            await self._file(letter)

    def now(self) -> datetime:
        return self._clock()

    async def name_of(self, person_id: UUID | None) -> str:
        """Name who discarded, as long as that person has a card."""
        if person_id is None:
            return ""
        return (await self._cards.names([person_id])).get(person_id, "")

    async def get(self, letter_id: UUID) -> DeadLetter:
        return await self._letters.get(letter_id)

    async def search(
        self, wanted: Wanted, *, after: str | None, limit: int
    ) -> tuple[list[DeadLetter], str | None]:
        found = await self._letters.search(
            wanted, before=_place(after), limit=limit + 1
        )
        shown = found[:limit]
        if len(found) <= limit:
            return shown, None
        return shown, encode_cursor([shown[-1].last_at.isoformat(), shown[-1].id])

    async def count_by_family(self, wanted: Wanted) -> dict[str, int]:
        every_family = wanted.model_copy(update={"family": None})
        return await self._letters.count_by("family", every_family)

    async def count_by_group(self, wanted: Wanted) -> dict[str, int]:
        every_group = wanted.model_copy(update={"group": None})
        return await self._letters.count_by("group", every_group)

    async def count_waiting(self) -> int:
        return sum((await self._letters.count_by("group", Wanted())).values())

    async def oldest_waiting(self) -> DeadLetter | None:
        return await self._letters.oldest_waiting()

    async def count_later(self, letter: DeadLetter) -> int:
        """Count what passed since about the same thing: a replay will not undo it."""
        return await self._journal.count_later(
            letter.topic, letter.partition, letter.offset, key=letter.key_text
        )

    async def rehearse(self, letter_id: UUID) -> Rehearsal:
        """Say what a replay would meet, without any effect."""
        letter = await self._letters.get(letter_id)
        later = await self.count_later(letter)
        return diagnosing.rehearsed(letter, later_count=later)

    async def replay(self, letter_id: UUID, *, by: UUID | None) -> DeadLetter:
        """Give the record back to its reader alone; twice, it takes effect once.

        Told first and noted after: a crash between may tell it again, never lose it.
        """
        letter = await self._letters.get(letter_id)
        if letter.state == "discarded":
            raise AlreadyDiscarded(dead_letter_id=letter_id)
        try:
            await self._bus.publish_or_raise(filing.replay(letter, prefix=self._prefix))
        except BusUnavailable as error:
            raise Unavailable from error
        return await self._note_replay(letter, by=by)

    async def discard(
        self, letter_id: UUID, *, reason: str, by: UUID | None
    ) -> DeadLetter:
        letter = await self._letters.get(letter_id)
        if letter.state == "discarded":
            raise AlreadyDiscarded(dead_letter_id=letter_id)
        if letter.state == "replayed":
            raise NothingToDiscard(dead_letter_id=letter_id)
        now = self._clock()
        after = letter.model_copy(
            update={
                "state": "discarded",
                "discarded_at": now,
                "discarded_by": by,
                "discard_reason": reason,
                "closed_at": now,
            }
        )
        fact = facts.discarded(after)
        return await self._letters.change(letter, after, fact, at=now)

    async def _note_replay(self, letter: DeadLetter, *, by: UUID | None) -> DeadLetter:
        """Note it, unless it has failed again already: then it waits again."""
        now = self._clock()
        after = letter.model_copy(
            update={
                "state": "replayed",
                "replays": letter.replays + 1,
                "replayed_at": now,
                "replayed_by": by,
                "closed_at": now,
            }
        )
        fact = facts.replayed(after)
        try:
            return await self._letters.change(letter, after, fact, at=now)
        except StaleVersion:
            return await self._letters.get(letter.id)

    async def _file(self, letter: DeadLetter) -> None:
        """File it, again from the start when an operator writes at the same time."""
        for _ in range(TRIES):
            try:
                if await self._filed(letter):
                    return
            except StaleVersion:
                continue
        raise StaleVersion(letter.id, letter.version)

    async def _filed(self, letter: DeadLetter) -> bool:
        now = self._clock()
        before = await self._letters.find(letter.id)
        if before is None:
            return await self._letters.add(letter, facts.parked(letter), at=now)
        after = filing.filed_again(before, letter)
        if after is not None:
            await self._letters.change(before, after, facts.parked(after), at=now)
        return True


def _place(cursor: str | None) -> tuple[datetime, UUID] | None:
    if cursor is None:
        return None
    match decode_cursor(cursor):
        case [str(at), str(letter_id)]:
            try:
                return datetime.fromisoformat(at), UUID(letter_id)
            except ValueError as error:
                raise InvalidCursor from error
        case _:
            raise InvalidCursor
