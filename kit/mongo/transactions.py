"""Transactions: all of it or none, begun again when others were in the way."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from itertools import count
from typing import Any, TypeVar

import pymongo
from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorClientSession
from pymongo.errors import PyMongoError

from kit.failpoints import Failpoint, reach

from .failures import is_silence
from .patience import Gate, in_time, is_patient

AGAIN = "TransientTransactionError"
UNKNOWN = "UnknownTransactionCommitResult"
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
    started_at = time.monotonic()
    for attempt in count():
        try:
            async with gate.turn() if attempt else nullcontext():
                return await _once(client, do)
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
    # Nothing is asked of the server before the first operation.
    session: Session = AsyncIOMotorClientSession(
        client.delegate.start_session(), client
    )
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


async def _give_up(session: Session, error: BaseException) -> None:
    """Let go of what is locked, unless nobody is there to hear it.

    A request does not wait for that: the server ends what nobody goes on with.
    """
    if is_patient() and is_silence(error):
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
            await in_time(session.commit_transaction)
        except PyMongoError as error:
            seconds = time.monotonic() - started_at
            is_over = is_patient() or seconds > WAITED_SECONDS
            if is_over or not error.has_error_label(UNKNOWN):
                raise
        else:
            return


def _may_go_again(error: PyMongoError, seconds: float) -> bool:
    if not error.has_error_label(AGAIN):
        return False
    if not is_patient():
        return seconds < WAITED_SECONDS
    return not is_silence(error) and seconds < WAITED_BY_A_REQUEST_SECONDS
