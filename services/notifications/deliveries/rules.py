"""What an answer of the mail server means, and what becomes of the e-mail."""

from datetime import datetime, timedelta
from typing import Final

from kit.retry import Backoff, Retry

from .models import (
    Answer,
    Email,
    Outcome,
    Refused,
    Sent,
    ServerAbsent,
    State,
    TryLater,
    Unwanted,
)

LEASE: Final = timedelta(minutes=10)
# Half of the lease: a batch still unsent then is given up before anyone may claim it.
SENDING_MAX: Final = timedelta(minutes=5)
EXPIRES_AFTER: Final = timedelta(days=4)
BACKOFF: Final = Backoff(
    attempts=10, first=timedelta(minutes=1), ceiling=timedelta(hours=4)
)
ABSENCE: Final = Backoff(
    attempts=100, first=timedelta(seconds=1), ceiling=timedelta(seconds=30)
)

_CLOSING: Final = 421
_UNAUTHENTICATED: Final = frozenset({454, 530, 534, 535, 538})
_TRANSIENT: Final = range(400, 500)


def judge(code: int) -> Answer:
    """Read a refusal by its code's class; some concern the server, not the mail."""
    if code == _CLOSING or code in _UNAUTHENTICATED:
        return ServerAbsent(f"smtp_{code}")
    if code in _TRANSIENT:
        return TryLater(f"smtp_{code}")
    return Refused(f"smtp_{code}")


def after(email: Email, outcome: Outcome, *, at: datetime, share: float) -> Email:
    """Return the e-mail as this outcome leaves it."""
    match outcome:
        case Sent():
            return _ended(email, "sent", None, at=at)
        case Refused(reason=reason):
            return _ended(email, "failed", reason, at=at)
        case Unwanted():
            return _ended(email, "dropped", "unwanted", at=at)
        case TryLater(reason=reason) | ServerAbsent(reason=reason):
            return postponed(email, reason, at=at, share=share)


def postponed(email: Email, reason: str, *, at: datetime, share: float) -> Email:
    """Put it off by `share` (0.5 to 1) of the wait; after the last attempt, fail."""
    attempts = email.attempts + 1
    match BACKOFF.after(attempts):
        case Retry(delay=delay):
            return email.model_copy(
                update={
                    "attempts": attempts,
                    "due_at": at + delay * share,
                    "lease": None,
                    "reason": reason,
                }
            )
        case _:
            return _ended(email, "failed", reason, at=at)


def is_expired(email: Email, *, at: datetime) -> bool:
    return at - email.created_at > EXPIRES_AFTER


def _ended(email: Email, state: State, reason: str | None, *, at: datetime) -> Email:
    return email.model_copy(
        update={
            "state": state,
            "attempts": email.attempts + 1,
            "ended_at": at,
            "lease": None,
            "reason": reason,
        }
    )
