"""Parked records become letters: read twice, one is filed once."""

from collections.abc import Sequence

from kit.clock import Clock
from kit.errors import StaleVersion
from kit.messaging.envelope import Record
from services.hub.deadletters import facts
from services.hub.deadletters.models import DeadLetter
from services.hub.deadletters.repository import DeadLetterRepository
from services.hub.deadletters.rules import filing

from .replaying import TRIES


class FilingService:
    def __init__(
        self, *, letters: DeadLetterRepository, prefix: str, clock: Clock
    ) -> None:
        self._letters = letters
        self._prefix = prefix
        self._clock = clock

    async def on_records(self, records: Sequence[Record]) -> None:
        """File a batch; a flood of new letters is one write."""
        now = self._clock()
        read = [
            (filing.letter(one, prefix=self._prefix, at=now), filing.is_settled(one))
            for one in records
        ]
        added = await self._add_new([one for one, is_over in read if not is_over])
        for letter, is_over in read:
            if letter.filed_from not in added:
                await self._file(letter, is_over=is_over)

    async def _add_new(self, letters: Sequence[DeadLetter]) -> set[tuple[str, ...]]:
        """Add the first of each that is not there, and say which records that files."""
        known = await self._letters.known({one.id for one in letters})
        new: dict[object, DeadLetter] = {}
        for letter in letters:
            if letter.id not in known:
                new.setdefault(letter.id, letter)
        told = [(one, [facts.parked(one)]) for one in new.values()]
        count = await self._letters.add_many(told, at=self._clock())
        # Somebody else filed some of them meanwhile: looked at again one by one.
        return {one.filed_from for one in new.values()} if count == len(new) else set()

    async def _file(self, letter: DeadLetter, *, is_over: bool) -> None:
        """File it, again from the start when an operator writes at the same time."""
        for _ in range(TRIES):
            try:
                await self._write(letter, is_over=is_over)
            except StaleVersion:
                continue
            return
        raise StaleVersion(letter.id, letter.version)

    async def _write(self, letter: DeadLetter, *, is_over: bool) -> None:
        now = self._clock()
        before = await self._letters.find(letter.id)
        if before is None:
            # What is over and was never filed here leaves nothing to do.
            if not is_over:
                await self._letters.add_many([(letter, [facts.parked(letter)])], at=now)
            return
        after = (
            filing.settled(before, at=now)
            if is_over
            else filing.filed_again(before, letter)
        )
        if after is not None:
            told = facts.replayed(after) if is_over else facts.parked(after)
            await self._letters.change(before, after, told, at=now)
