"""What becomes of records that had no effect: tried again, given up, never readable."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from kit.retry import Backoff, GiveUp, Retry

from .deadletters import Cause
from .delays import Delayed
from .envelope import Record, Unread

Parked = tuple[Record, Cause]


def judged(
    failed: Iterable[tuple[Delayed, str]], *, backoff: Backoff, at: datetime
) -> tuple[list[Delayed], list[Delayed]]:
    """Count one more attempt, and part what waits again from what is given up."""
    again, given_up = [], []
    for one, why in failed:
        first_at = one.first_at if one.attempts else at
        attempts = one.attempts + 1
        tried = replace(one, attempts=attempts, first_at=first_at, error=why)
        match backoff.after(tried.attempts):
            case Retry(delay=delay):
                again.append(replace(tried, due_at=at + delay))
            case GiveUp():
                given_up.append(tried)
    return again, given_up


def spent(given_up: Sequence[Delayed], *, at: datetime) -> list[Parked]:
    return [
        (
            one,
            Cause(
                reason=one.error,
                detail="",
                attempts=one.attempts,
                first_at=one.first_at,
                last_at=at,
            ),
        )
        for one in given_up
    ]


def settled(
    gone: Sequence[Delayed],
    given_up: Sequence[Delayed],
    unreadable: Sequence[tuple[Delayed, Unread]],
) -> list[Delayed]:
    """Return what was parked as unknown, and has taken effect after all."""
    in_vain = {spot(one) for one in given_up} | {spot(one) for one, _ in unreadable}
    return [one for one in gone if one.is_parked and spot(one) not in in_vain]


def spot(record: Record) -> tuple[str, int, int]:
    return record.topic, record.partition, record.offset


def unread(
    unreadable: Sequence[tuple[Record, Unread]], *, at: datetime
) -> list[Parked]:
    return [
        (
            record,
            Cause(
                reason=cause.reason,
                detail=cause.detail,
                attempts=1,
                first_at=at,
                last_at=at,
            ),
        )
        for record, cause in unreadable
    ]
