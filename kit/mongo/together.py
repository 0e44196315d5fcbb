"""Commands that end together: one transaction for all that come while one is out."""

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

from .failures import is_silence, is_unknown
from .patience import in_time, is_patient
from .writes import Write, make_alone, make_together

# As many as keep the server at work; with more each would only carry less.
TRIPS: Final = 2
COMMANDS_MAX: Final = 50
GIVING_UP_SECONDS: Final = 0.2


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


class Together:
    """Makes the writes of commands that end at the same time in one transaction.

    To commit ten costs the server and this process little more than to commit one. It
    is all of it or nothing: when anything in it ends otherwise than foreseen, each of
    its commands goes alone, as if it had met nobody.
    """

    def __init__(self, start: Callable[[], ClientSession]) -> None:
        self._start = start
        self._waiting: deque[_Ending] = deque()
        self._out: set[asyncio.Task[None]] = set()

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
        is_made: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Ending(writes, contextvars.copy_context(), is_made))
        if len(self._out) < TRIPS:
            self._go()
        return await is_made

    def _go(self) -> None:
        going = self._next()
        if not going:
            return
        # The first of those who go together lends its patience.
        task = asyncio.get_running_loop().create_task(
            self._travel(going), context=going[0].context
        )
        self._out.add(task)
        task.add_done_callback(self._on_back)

    def _on_back(self, task: "asyncio.Task[None]") -> None:
        self._out.discard(task)
        self._go()

    def _next(self) -> list[_Ending]:
        """Take who can go together: two who write the same document cannot."""
        going: list[_Ending] = []
        places: set[tuple[str, str]] = set()
        staying: list[_Ending] = []
        while self._waiting and len(going) < COMMANDS_MAX:
            ending = self._waiting.popleft()
            written = {write.place for write in ending.writes}
            if ending.is_made.done():
                continue
            if places & written:
                staying.append(ending)
            else:
                going.append(ending)
                places |= written
        self._waiting.extendleft(reversed(staying))
        return going

    async def _travel(self, going: Sequence[_Ending]) -> None:
        try:
            await in_time(lambda: trip(partial(self._make, going)))
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
