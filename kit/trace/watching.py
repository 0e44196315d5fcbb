"""What a request reads and writes of people, noted while it runs."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from uuid import UUID

from kit.clock import Clock
from kit.ids import id_of, new_id, random_id
from kit.mongo import Transaction

from .chain import Chain
from .models import Access, Entry, Reader, Screen

# Of one entry; more people make more entries.
PERSONS_MAX = 500


@dataclass(slots=True)
class Watch:
    """The people whose data one request, or one job, has met so far.

    What is read is told at the end. What is written waits in the store with the write
    itself, in the same transaction: either both are there or neither is.
    """

    reader: Reader
    screen: Callable[[], Screen]
    correlation_id: str
    chain: Chain
    clock: Clock
    read: set[UUID] = field(default_factory=set)
    comes_in_bursts: bool = False
    has_written: bool = False
    _id: UUID = field(default_factory=random_id)

    def entries(self) -> list[Entry]:
        """Return what was read of others."""
        own = self.reader.acting_for is None
        others = self.read - ({self.reader.person_id} if own else set())
        return [
            self._entry("read", persons, id_=new_id()) for persons in _parts(others)
        ]

    async def write(self, person_ids: Iterable[UUID], tx: Transaction | None) -> None:
        """Keep it with the write; told twice within one request, it is there once."""
        for persons in _parts(set(person_ids)):
            id_ = id_of(str(self._id), *(str(one) for one in persons))
            self.has_written = True
            await self.chain.wait(self._entry("write", persons, id_=id_), tx=tx)

    def _entry(self, access: Access, persons: tuple[UUID, ...], *, id_: UUID) -> Entry:
        screen = self.screen()
        return Entry(
            id=id_,
            at=self.clock(),
            access=access,
            method=screen.method,
            route=screen.route,
            person_ids=persons,
            actor=self.reader.actor,
            actor_person_id=self.reader.person_id,
            role=self.reader.role,
            holder_id=self.reader.holder_id,
            region=self.reader.region,
            acting_for=self.reader.acting_for,
            impersonation_id=self.reader.impersonation_id,
            correlation_id=self.correlation_id,
        )


_watch: ContextVar[Watch | None] = ContextVar("watch", default=None)


@contextmanager
def watching(watch: Watch) -> Iterator[None]:
    """Note what the block reads and writes of people."""
    token = _watch.set(watch)
    try:
        yield
    finally:
        _watch.reset(token)


def saw(person_ids: Iterable[UUID]) -> None:
    """Note that data of these people were read; without effect where nobody looks."""
    watch = _watch.get()
    if watch is not None:
        watch.read.update(person_ids)


def came_as(person_id: UUID) -> None:
    """Note that whoever asks has proved to be this person: they see their own."""
    watch = _watch.get()
    if watch is not None:
        watch.reader = replace(watch.reader, person_id=person_id)


async def wrote(person_ids: Iterable[UUID], *, tx: Transaction | None = None) -> None:
    """Note, with the write itself, that data of these people are written."""
    watch = _watch.get()
    if watch is not None:
        await watch.write(person_ids, tx)


def _parts(persons: set[UUID]) -> Iterator[tuple[UUID, ...]]:
    ordered = sorted(persons)
    for start in range(0, len(ordered), PERSONS_MAX):
        yield tuple(ordered[start : start + PERSONS_MAX])
