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
        todo, size = list(batch), len(batch)
        while todo:
            chunk = todo[:size]
            fault = await self._fault(chunk)
            if fault is None:
                todo, size = todo[size:], size * 2
                continue
            suspect = fault.place
            done, place, alone = await self._narrow(chunk, fault)
            if alone is not None:
                culprit = todo[place]
                tried.failed.append((culprit, alone.error))
                later = todo[place + 1 :]
                tried.behind += [one for one in later if one.line == culprit.line]
                later = [one for one in later if one.line != culprit.line]
                todo = [*todo[done:place], *later]
            else:
                todo = todo[done:]
            if suspect != place:  # a handler that tells nothing: no more than it can do
                size = max(1, 2 * place)
        return tried

    async def _narrow(
        self, chunk: Sequence[Readable[R, E]], fault: _Fault
    ) -> tuple[int, int, _Fault | None]:
        """Return how many at the start are done, and which one fails alone, and how."""
        suspect = fault.place
        if suspect is None or not _leads_its_line(chunk, suspect):
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


def _leads_its_line(chunk: Sequence[Readable[R, E]], place: int) -> bool:
    line = chunk[place].line
    return all(one.line != line for one in chunk[:place])


def _middle(low: int, high: int, hint: int | None) -> int:
    """Split before the suspect, then after it, and else in the middle."""
    if hint is not None and low < hint < high:
        return hint
    return low + 1 if hint == low else (low + high) // 2
