"""When a delivery is tried again, and what an answer means."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

# As Standard Webhooks 1.0 proposes: over three days, denser at first.
SCHEDULE = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
JITTER = 0.1
WAIT_MAX = timedelta(hours=24)
GONE = 410
WAITS = frozenset({429, 503})


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: a status, or none and why."""

    status: int | None
    error: str = ""
    retry_after: str = ""


@dataclass(frozen=True, slots=True)
class Delivered:
    """Taken, for good."""


@dataclass(frozen=True, slots=True)
class Again:
    """To be tried again from then on."""

    due_at: datetime


@dataclass(frozen=True, slots=True)
class Failed:
    """Given up: every try of the schedule was in vain."""


@dataclass(frozen=True, slots=True)
class Gone:
    """The subscriber wants no more of these."""


Outcome = Delivered | Again | Failed | Gone


def outcome(answer: Answer, *, attempts: int, now: datetime, chance: float) -> Outcome:
    """Decide after the try number `attempts`; `chance`, in [0, 1), spreads the next."""
    if answer.status is not None and 200 <= answer.status < 300:  # noqa: PLR2004 - 2xx
        return Delivered()
    if answer.status == GONE:
        return Gone()
    if attempts > len(SCHEDULE):
        return Failed()
    wait = SCHEDULE[attempts - 1] * (1 + JITTER * chance)
    if answer.status in WAITS:
        wait = max(wait, _asked(answer.retry_after, now=now))
    return Again(now + wait)


def _asked(told: str, *, now: datetime) -> timedelta:
    """Read Retry-After, in seconds or as a date, within a day."""
    if told.isdecimal():
        return timedelta(seconds=min(int(told[:9]), WAIT_MAX.total_seconds()))
    try:
        until = parsedate_to_datetime(told)
    except ValueError:
        return timedelta(0)
    if until.tzinfo is None:
        return timedelta(0)
    return min(max(until - now, timedelta(0)), WAIT_MAX)
