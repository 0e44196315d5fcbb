"""A handler tried on a batch: what takes effect, and which record stands in the way."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar, overload

from schemas.base import Event

from .envelope import Record, Told
from .held import Line, line_of

E = TypeVar("E", bound=Event)
R = TypeVar("R", bound=Record)
T = TypeVar("T")

Handler = Callable[[Sequence[Told[E]]], Awaitable[None]]


class Readable(NamedTuple, Generic[R, E]):
    """A record and the fact in it."""

    record: R
    told: Told[E]

    @property
    def line(self) -> Line:
        return line_of(self.record)


@dataclass(slots=True)
class Tried(Generic[R, E]):
    """What became of a batch; what is `behind` a failed one was not tried."""

    failed: list[tuple[Readable[R, E], str]] = field(default_factory=list)
    behind: list[Readable[R, E]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Fault:
    """An error by name, and the record that was looked at when it came, if any."""

    error: str
    place: int | None


class _Looked(Sequence[T]):
    """A batch that knows which of its records is being looked at."""

    def __init__(self, records: Sequence[T]) -> None:
        self._records = records
        self.place: int | None = None

    @overload
    def __getitem__(self, place: int) -> T: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[T]: ...

    def __getitem__(self, place: int | slice) -> T | Sequence[T]:
        return self._records[place]

    def __len__(self) -> int:
        return len(self._records)

    def __iter__(self) -> Iterator[T]:
        for place, record in enumerate(self._records):
            self.place = place
            yield record
        self.place = None


class Effects(Generic[E]):
    """Tries a handler on whole batches, and narrows a failure down to one record.

    Nobody asks the handler which record it failed on: the one that its loop had
    reached is suspected and tried alone, and what precedes it is halved when that was
    wrong. No record overtakes an earlier one of its line. Errors in `transient` pass.
    """

    def __init__(
        self, handler: Handler[E], *, transient: tuple[type[Exception], ...]
    ) -> None:
        self._handler = handler
        self._transient = transient

    async def do(self, batch: Sequence[Readable[R, E]]) -> Tried[R, E]:
        """Have everything take effect but what fails, and what is behind it."""
        tried: Tried[R, E] = Tried()
        todo, size = _Todo(batch), len(batch)
        while todo:
            chunk = todo.first(size)
            fault = await self._fault(chunk)
            if fault is None:
                todo.done(len(chunk))
                size *= 2
                continue
            suspect = fault.place
            done, place, alone = await self._narrow(todo, chunk, fault)
            if alone is not None:
                tried.failed.append((chunk[place], alone.error))
                tried.behind += todo.drop(place)
            todo.done(done)
            if suspect != place:  # a handler that tells nothing: no more than it can do
                size = max(1, 2 * place)
        return tried

    async def _narrow(
        self, todo: "_Todo[R, E]", chunk: Sequence[Readable[R, E]], fault: _Fault
    ) -> tuple[int, int, _Fault | None]:
        """Return how many at the start are done, and which one fails alone, and how."""
        suspect = fault.place
        if suspect is None or not todo.leads_its_line(suspect):
            return await self._search(chunk, fault, hinted=True)
        alone = fault
        if len(chunk) > 1:
            found = await self._fault([chunk[suspect]])
            if found is None:
                return await self._search(chunk, fault, hinted=False)
            alone = found
        return 0, suspect, alone

    async def _search(
        self, chunk: Sequence[Readable[R, E]], fault: _Fault, *, hinted: bool
    ) -> tuple[int, int, _Fault | None]:
        """Halve towards the first that fails: all before it takes effect on the way."""
        low, high = 0, len(chunk)
        last: _Fault | None = fault
        hint = fault.place if hinted else None
        while high - low > 1:
            middle = _middle(low, high, hint)
            found = await self._fault(chunk[low:middle])
            if found is None:
                low, last = middle, None
            else:
                high, last = middle, found
                if hinted and found.place is not None:
                    hint = low + found.place
        alone = last or await self._fault(chunk[low:high])
        return (low, low, alone) if alone is not None else (high, high, None)

    async def _fault(self, batch: Sequence[Readable[R, E]]) -> _Fault | None:
        """Try it once; None when all of it has taken effect."""
        looked = _Looked([one.told for one in batch])
        try:
            await self._handler(looked)
        except self._transient:
            raise
        except Exception as error:  # noqa: BLE001 - any fault of a handler is the record's
            return _Fault(type(error).__name__, looked.place)
        return None


class _Todo(Generic[R, E]):
    """What is still to be tried of a batch, by line; places count from its start.

    A batch may fail record by record: nothing here is done for each of the others.
    """

    def __init__(self, batch: Sequence[Readable[R, E]]) -> None:
        self._batch = batch
        self._left = list(range(len(batch)))
        self._lines: dict[Line, list[int]] = {}

    def __bool__(self) -> bool:
        return bool(self._left)

    def first(self, count: int) -> list[Readable[R, E]]:
        return [self._batch[number] for number in self._left[:count]]

    def done(self, count: int) -> None:
        del self._left[:count]

    def drop(self, place: int) -> list[Readable[R, E]]:
        """Take a record out, and return what is behind it in its line: out as well."""
        number = self._left.pop(place)
        behind = [one for one in self._line(number) if one > number]
        if behind:
            gone = set(behind)
            self._left = [one for one in self._left if one not in gone]
        return [self._batch[one] for one in behind]

    def leads_its_line(self, place: int) -> bool:
        number = self._left[place]
        # What is done or dropped was at the start, or took its whole line with it.
        return not any(self._left[0] <= one < number for one in self._line(number))

    def _line(self, number: int) -> list[int]:
        """Tell which records share a line; nobody asks as long as nothing fails."""
        if not self._lines:
            for place, one in enumerate(self._batch):
                self._lines.setdefault(one.line, []).append(place)
        return self._lines[self._batch[number].line]


def _middle(low: int, high: int, hint: int | None) -> int:
    """Split before the suspect, then after it, and else in the middle."""
    if hint is not None and low < hint < high:
        return hint
    return low + 1 if hint == low else (low + high) // 2
