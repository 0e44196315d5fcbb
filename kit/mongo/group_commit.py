"""Group commit: one transaction for all that end at about the same time."""

import asyncio
import contextvars
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import pymongo
from motor.frameworks.asyncio import run_on_executor
from pymongo.client_session import ClientSession

from .commit_delay import DELAY_SECONDS, CommitDelay
from .failures import is_silence, is_unknown
from .patience import in_time, is_patient, waiting_for_majority
from .writes import Write, make_alone, make_together

# One at a time carries most. Beside one that does not come back, one more goes.
TRIPS_MAX: Final = 2
LATE_SECONDS: Final = 0.1
COMMANDS_MAX: Final = 50
# So many who wait for one another wait no longer.
SIBLINGS_MAX: Final = 16
GIVING_UP_SECONDS: Final = 0.2

Place = tuple[str, str]


def trip(do: Callable[[], None]) -> Awaitable[None]:
    """Do it on one of Motor's threads, as Motor's own operations are."""
    loop = asyncio.get_running_loop()
    started: Awaitable[None] = run_on_executor(loop, do)  # type: ignore[no-untyped-call] # Motor's own
    return started


@dataclass(frozen=True, slots=True, eq=False)
class _Ending:
    """What one command writes, its mark first, and whether it is made."""

    writes: Sequence[Write]
    context: contextvars.Context
    is_made: "asyncio.Future[bool]"


@dataclass(slots=True)
class _Trip:
    """One transaction that is out: what it writes, and whether it should be back."""

    places: set[Place]
    late: asyncio.TimerHandle
    is_late: bool = False


class GroupCommit:
    """Makes the writes of commands that end at the same time in one transaction.

    To commit ten costs the server and this process little more than to commit one, and
    what ten tell is heard, sent and read together: where many come, each waits a moment
    for others. It is all of it or nothing: when anything in it ends otherwise than
    foreseen, each of its commands goes alone, as if it had met nobody.
    """

    def __init__(self, start: Callable[[], ClientSession]) -> None:
        self._start = start
        self._waiting: deque[_Ending] = deque()
        self._out: dict[asyncio.Task[None], _Trip] = {}
        self._delay = CommitDelay()
        self._delay_timer: asyncio.TimerHandle | None = None

    def note_begun(self) -> None:
        """Count one that may become a command: who waits for others counts on it."""
        self._delay.note_begun()

    async def make(self, writes: Sequence[Write]) -> bool:
        """Make and commit what one command writes; False when it has to go alone.

        Raises:
            MarkTaken: another command has its mark.
            Unforeseen: another of its writes ended otherwise than foreseen.
            PyMongoError: it was not made, or nobody knows whether it was.
        """
        if not is_patient():
            # Whoever waits for as long as it takes asks again whether it committed.
            return False
        loop = asyncio.get_running_loop()
        is_made: asyncio.Future[bool] = loop.create_future()
        self._waiting.append(_Ending(writes, contextvars.copy_context(), is_made))
        is_first = len(self._waiting) == 1
        waits = self._delay.note_arrival(loop.time(), is_first=is_first)
        if len(self._waiting) >= SIBLINGS_MAX:
            self._go()
        elif self._delay_timer is None:
            if waits:
                self._delay.note_wait()
                self._delay_timer = loop.call_later(DELAY_SECONDS, self._go)
            else:
                self._go()
        with waiting_for_majority():
            return await is_made

    def _go(self) -> None:
        """Have who waits go, or as soon as there is a way."""
        if self._delay_timer is not None:
            self._delay_timer.cancel()
            self._delay_timer = None
            self._delay.note_waited()
        has_way = len(self._out) < TRIPS_MAX
        if has_way and all(one.is_late for one in self._out.values()):
            self._depart()

    def _depart(self) -> None:
        going = self._next()
        if not going:
            return
        loop = asyncio.get_running_loop()
        # Who came last lends its patience to all: it has most of it left.
        task = loop.create_task(self._travel(going), context=going[-1].context)
        late = loop.call_later(LATE_SECONDS, self._on_late, task)
        self._out[task] = _Trip(_places(going), late)
        task.add_done_callback(self._on_back)

    def _on_late(self, task: "asyncio.Task[None]") -> None:
        self._out[task].is_late = True
        self._go_on()

    def _on_back(self, task: "asyncio.Task[None]") -> None:
        self._out.pop(task).late.cancel()
        self._go_on()

    def _go_on(self) -> None:
        """Have those go who only wait for a way, not for others."""
        if self._delay_timer is None:
            self._go()

    def _next(self) -> list[_Ending]:
        """Take who can go now: two who write one document go one after the other."""
        going: list[_Ending] = []
        staying: list[_Ending] = []
        places = set[Place]().union(*(one.places for one in self._out.values()))
        while self._waiting and len(going) < COMMANDS_MAX:
            ending = self._waiting.popleft()
            if ending.is_made.done():
                continue
            written = _places([ending])
            if places & written:
                staying.append(ending)
            else:
                going.append(ending)
                places |= written
        self._waiting.extendleft(reversed(staying))
        return going

    async def _travel(self, going: Sequence[_Ending]) -> None:
        try:
            await in_time(
                lambda: trip(partial(self._make, going)), waits_for_majority=True
            )
        except Exception as error:  # noqa: BLE001 - told to each who waits
            if len(going) == 1 or is_silence(error) or is_unknown(error):
                _tell(going, error=error)
            else:
                _tell(going, is_made=False)
        else:
            _tell(going, is_made=True)

    def _make(self, going: Sequence[_Ending]) -> None:
        """Make all of it on a thread; let go of what is locked, if anybody hears."""
        session = self._start()
        session.start_transaction()
        try:
            if len(going) == 1:
                make_alone(going[0].writes, session)
            else:
                make_together([each for one in going for each in one.writes], session)
        except BaseException as error:
            if is_silence(error):
                raise
            with pymongo.timeout(GIVING_UP_SECONDS):
                session.end_session()
            raise
        session.end_session()


def _places(endings: Iterable[_Ending]) -> set[Place]:
    return {write.place for ending in endings for write in ending.writes}


def _tell(
    going: Iterable[_Ending],
    *,
    is_made: bool = False,
    error: Exception | None = None,
) -> None:
    for ending in going:
        if ending.is_made.done():
            continue  # it gave up meanwhile
        if error is not None:
            ending.is_made.set_exception(error)
        else:
            ending.is_made.set_result(is_made)
