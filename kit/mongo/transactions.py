"""Transactions: all of it or none, begun again when others were in the way."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import nullcontext
from itertools import count
from typing import Any, Protocol, TypeVar

import pymongo
from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorClientSession
from pymongo.errors import PyMongoError

from kit.failpoints import Failpoint, reach

from .failures import is_silence, is_unknown
from .group_commit import GroupCommit
from .patience import Gate, in_time, is_patient
from .unit import Unit, unit
from .writes import Mark, Unforeseen

AGAIN = "TransientTransactionError"
# Others in the way: as long as a transaction lives, whose process may have died.
WAITED_SECONDS, WAITED_BY_A_REQUEST_SECONDS = 120.0, 20.0
PAUSE_SECONDS, PAUSE_MAX_SECONDS = 0.002, 0.2
GIVING_UP_SECONDS = 0.2

T = TypeVar("T")

Session = AsyncIOMotorClientSession


async def transact(
    client: AsyncIOMotorClient[dict[str, Any]],
    do: Callable[[Session], Awaitable[T]],
    *,
    gate: Gate,
) -> T:
    """Do it in a transaction; `do` may run several times.

    Who met somebody goes on in turn: two hundred who want one document, all at once
    again and again, would each wait for all that the others do in vain.
    """
    return await _again(lambda: _once(client, do), gate=gate)


class Outcome(Protocol):
    """What a command under a mark ends with; None leaves no mark."""

    @property
    def kept(self) -> Mapping[str, Any] | None: ...


Ended = TypeVar("Ended", bound=Outcome)


async def transact_marked(
    client: AsyncIOMotorClient[dict[str, Any]],
    do: Callable[[], Awaitable[Ended]],
    *,
    mark: Mark,
    gate: Gate,
    commits: GroupCommit,
) -> Ended:
    """Do it in one transaction with its mark; `do` may run several times.

    Raises:
        MarkTaken: another command has the mark, or is about to have it.
    """
    is_open = False

    async def once() -> Ended:
        nonlocal is_open
        try:
            return await _once_marked(client, do, mark, commits, is_open=is_open)
        except Unforeseen:
            # Within the transaction the command meets what it did not foresee.
            is_open = True
            return await _once_marked(client, do, mark, commits, is_open=True)

    return await _again(once, gate=gate)


async def _again(once: Callable[[], Awaitable[T]], *, gate: Gate) -> T:
    started_at = time.monotonic()
    for attempt in count():
        try:
            async with gate.turn() if attempt else nullcontext():
                return await once()
        except PyMongoError as error:
            if not _may_go_again(error, time.monotonic() - started_at):
                raise
        pause = min(PAUSE_SECONDS * 2**attempt, PAUSE_MAX_SECONDS)
        await asyncio.sleep(pause * random.random())  # noqa: S311 - spreads, hides nothing
    raise AssertionError  # count() does not end


async def _once(
    client: AsyncIOMotorClient[dict[str, Any]],
    do: Callable[[Session], Awaitable[T]],
) -> T:
    session = _new_session(client)
    try:
        session.start_transaction()
        done = await do(session)
        await reach(Failpoint.COMMIT_BEFORE)
        await _commit(session)
    except BaseException as error:
        await _give_up(session, error)
        raise
    session.delegate.end_session()
    await reach(Failpoint.COMMIT_AFTER)
    return done


async def _once_marked(
    client: AsyncIOMotorClient[dict[str, Any]],
    do: Callable[[], Awaitable[Ended]],
    mark: Mark,
    commits: GroupCommit,
    *,
    is_open: bool,
) -> Ended:
    within = Unit(lambda: _new_session(client), mark, commits)
    if is_open:
        within.open()
    token = unit.set(within)
    try:
        done = await do()
        await reach(Failpoint.COMMIT_BEFORE)
        await _finish(within, done.kept)
    except BaseException as error:
        if within.session is not None:
            await _give_up(within.session, error)
        raise
    finally:
        unit.reset(token)
    if within.session is not None:
        within.session.delegate.end_session()
    await reach(Failpoint.COMMIT_AFTER)
    return done


async def _finish(within: Unit, ended: Mapping[str, Any] | None) -> None:
    try:
        await within.finish(ended)
    except PyMongoError as error:
        if is_patient() or within.session is None or not is_unknown(error):
            raise
        await _commit(within.session)


def _new_session(client: AsyncIOMotorClient[dict[str, Any]]) -> Session:
    # Nothing is asked of the server before the first operation.
    return AsyncIOMotorClientSession(client.delegate.start_session(), client)


async def _give_up(session: Session, error: BaseException) -> None:
    """Let go of what is locked, unless nobody is there to hear it.

    A request does not wait for that: the server ends what nobody goes on with.
    """
    is_vain = is_silence(error) or isinstance(error, asyncio.CancelledError)
    if is_patient() and is_vain:
        return
    if session.delegate.in_transaction:
        with pymongo.timeout(GIVING_UP_SECONDS):
            await session.abort_transaction()
    session.delegate.end_session()


async def _commit(session: Session) -> None:
    """Commit; whether that was done is asked again while nobody waits for it."""
    started_at = time.monotonic()
    while True:
        try:
            await in_time(session.commit_transaction, waits_for_majority=True)
        except PyMongoError as error:
            seconds = time.monotonic() - started_at
            is_over = is_patient() or seconds > WAITED_SECONDS
            if is_over or not is_unknown(error):
                raise
        else:
            return


def _may_go_again(error: PyMongoError, seconds: float) -> bool:
    if not error.has_error_label(AGAIN):
        return False
    if not is_patient():
        return seconds < WAITED_SECONDS
    return not is_silence(error) and seconds < WAITED_BY_A_REQUEST_SECONDS
