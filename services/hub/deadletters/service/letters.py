"""One letter: looked into, rehearsed, replayed, discarded."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from kit.clock import Clock
from kit.errors import Unavailable
from kit.http.pagination import InvalidCursor, decode_cursor, encode_cursor
from kit.identity.cards import Cards
from services.hub.deadletters import facts
from services.hub.deadletters.errors import (
    AlreadyDiscarded,
    InOtherHands,
    NothingToDiscard,
)
from services.hub.deadletters.models import Counted, DeadLetter, Rehearsal, Wanted
from services.hub.deadletters.repository import DeadLetterRepository
from services.hub.deadletters.rules import diagnosing
from services.hub.deadletters.rules.planning import counted
from services.hub.deadletters.rules.replaying import Giving, was_just_replayed
from services.hub.journal.service import JournalService

from .replaying import Replaying


class DeadLetterService:
    def __init__(
        self,
        *,
        letters: DeadLetterRepository,
        replaying: Replaying,
        journal: JournalService,
        cards: Cards,
        clock: Clock,
    ) -> None:
        self._letters = letters
        self._replaying = replaying
        self._journal = journal
        self._cards = cards
        self._clock = clock

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

    async def count_by(self, field: str, wanted: Wanted) -> list[Counted]:
        """Count a list by a field, whatever it wants of that field."""
        others = wanted.model_copy(update={field: None})
        return counted(await self._letters.count_by(field, others))

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
        """Give the record back to its reader alone; asked twice at once, once."""
        await self._letters.get(letter_id)
        async with self._replaying.holding([letter_id]) as held:
            letter = _only(held)
            if letter.state == "discarded":
                raise AlreadyDiscarded(dead_letter_id=letter_id)
            if was_just_replayed(letter, at=self._clock()):
                return letter
            given = await self._replaying.give_back([letter], Giving(by))
            if not given:
                raise Unavailable
            return given[0]

    async def discard(
        self, letter_id: UUID, *, reason: str, by: UUID | None
    ) -> DeadLetter:
        await self._letters.get(letter_id)
        async with self._replaying.holding([letter_id]) as held:
            letter = _only(held)
            if letter.state == "discarded":
                raise AlreadyDiscarded(dead_letter_id=letter_id)
            if letter.state == "replayed":
                raise NothingToDiscard(dead_letter_id=letter_id)
            return await self._give_up(letter, reason=reason, by=by)

    async def _give_up(
        self, letter: DeadLetter, *, reason: str, by: UUID | None
    ) -> DeadLetter:
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


def _only(held: Sequence[DeadLetter]) -> DeadLetter:
    if not held:
        raise InOtherHands
    return held[0]


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
