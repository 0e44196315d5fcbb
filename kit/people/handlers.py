"""What every service does when a person is erased, or asks for what is kept."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, ClassVar, Final
from uuid import UUID

from kit.clock import Clock
from kit.messaging.envelope import Told
from kit.messaging.told import because
from kit.mongo import DuplicateKey, Mongo, Transaction
from kit.platform import IDENTITY, Platform
from kit.retry import Backoff
from schemas.base import Event
from schemas.people import DataFact, ErasedFact, ErasureFact

from .erasing import Eraser, PeopleErasing
from .gathering import PeopleGathering
from .models import Confirmation, Holding, Part
from .stores import Parts, Traces, open_confirmations

# A census at work on a file is waited for; an erasure is never given up in a minute.
PATIENCE: Final = Backoff(
    attempts=12, first=timedelta(seconds=2), ceiling=timedelta(minutes=10)
)


class PeopleHandlers:
    """A service's own part is a class of this, which says what it keeps of people.

    `told` is the service's own word that it has erased somebody.
    """

    service: ClassVar[str]
    holdings: ClassVar[Sequence[Holding]]
    told: ClassVar[type[ErasureFact]]

    def __init__(self, platform: Platform, *, also: Sequence[Eraser] = ()) -> None:
        self._mongo: Mongo = platform.mongo
        self._clock: Clock = platform.clock
        self._gathering = PeopleGathering(platform.mongo, self.holdings)
        self._erasing = PeopleErasing(platform.mongo, self.holdings, also=also)
        self._confirmations = open_confirmations(platform, self.service)
        self._traces = Traces(platform.collection(IDENTITY, "erasing"))
        self._parts = Parts(platform.collection(IDENTITY, "data_parts"))

    async def on_facts(self, batch: Sequence[Told[Any]]) -> None:
        for told in batch:
            with because(told):
                await self._answer(told.fact)

    async def _answer(self, fact: Event) -> None:
        match fact:
            case ErasedFact(person_id=person_id):
                await self._erase(person_id)
            case DataFact() as asked:
                await self._gather(asked)
            case _:
                return

    async def _erase(self, person_id: UUID) -> None:
        """Erase and confirm in one transaction; told again, it was done."""
        if await self._confirmations.find({"_id": person_id}) is not None:
            return
        beyond = await self._erasing.beyond(
            person_id, await self._traces.find(person_id)
        )
        at = self._clock()

        async def do(tx: Transaction) -> None:
            erased = await self._erasing.erase(person_id, at=at, tx=tx)
            done = Confirmation(
                id=person_id, erased=dict(beyond) | erased, confirmed_at=at
            )
            fact = self.told(person_id=person_id, erased=done.erased)
            await self._confirmations.add(done, fact, at=at, tx=tx)

        try:
            await self._mongo.transaction(do)
        except DuplicateKey:
            return

    async def _gather(self, asked: DataFact) -> None:
        await self._parts.add(
            Part(
                id=f"{asked.request_id}/{self.service}",
                request_id=asked.request_id,
                person_id=asked.person_id,
                service=self.service,
                at=self._clock(),
                sections=await self._gathering.gather(asked.person_id),
            )
        )
