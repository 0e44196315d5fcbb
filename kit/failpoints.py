"""Named places on the path from a command to its effect, where a test may interfere.

Nothing is armed in production: the program has no setting, header or variable for it.
"""

from collections.abc import Awaitable, Callable
from enum import StrEnum


class Failpoint(StrEnum):
    """Before and after each step that something else relies on."""

    KEY_RESERVED = "idempotency.reserved"
    KEY_BEFORE_ANSWER = "idempotency.before_answer"
    KEY_ANSWERED = "idempotency.answered"
    WRITE_BEFORE = "storage.before_write"
    WRITE_AFTER = "storage.after_write"
    COMMIT_BEFORE = "transaction.before_commit"
    COMMIT_AFTER = "transaction.after_commit"
    RELAY_LEASED = "relay.leased"
    RELAY_SCANNED = "relay.scanned"
    SEND_BEFORE = "bus.before_send"
    SEND_QUEUED = "bus.queued"
    SEND_ACKNOWLEDGED = "bus.acknowledged"
    TRIM_BEFORE = "relay.before_trim"
    TRIM_AFTER = "relay.after_trim"
    ASIDE_BEFORE = "relay.before_set_aside"
    ASIDE_AFTER = "relay.after_set_aside"
    READ_AFTER = "inbox.read"
    HANDLER_BEFORE = "inbox.before_handler"
    HANDLER_AFTER = "inbox.after_handler"
    DELAY_BEFORE = "inbox.before_delay"
    DELAY_AFTER = "inbox.after_delay"
    RETRY_AFTER = "inbox.after_retry"
    PARK_BEFORE = "inbox.before_park"
    PARK_AFTER = "inbox.after_park"
    OFFSET_BEFORE = "subscription.before_commit"
    OFFSET_AFTER = "subscription.after_commit"
    JOB_TAKEN = "due.taken"
    JOB_DONE = "due.done"
    JOB_NOTED = "due.noted"
    MAIL_CLAIMED = "mail.claimed"
    MAIL_BEFORE = "mail.before_send"
    MAIL_ACCEPTED = "mail.accepted"
    MAIL_NOTED = "mail.noted"


Hook = Callable[[Failpoint], Awaitable[None]]


class _Armed:
    hook: Hook | None = None


def arm(hook: Hook | None) -> None:
    """Have `hook` called at every point that this process reaches; None disarms."""
    _Armed.hook = hook


async def reach(point: Failpoint) -> None:
    """Say that this place has been reached."""
    if _Armed.hook is not None:
        await _Armed.hook(point)
