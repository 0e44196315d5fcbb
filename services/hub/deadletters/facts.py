"""How what happens to a dead letter is told: ids and codes, nothing of its contents."""

from schemas.events.hub import (
    DeadLetterDiscarded,
    DeadLetterParked,
    DeadLetterReplayed,
    DeadLettersCaughtUp,
    DeadLettersOverdue,
    DeadLetterWatchFact,
)

from .models import DeadLetter, Watch
from .rules.aging import Waiting


def parked(letter: DeadLetter) -> DeadLetterParked:
    return DeadLetterParked(
        dead_letter_id=letter.id,
        group=letter.group,
        topic_name=letter.topic,
        partition=letter.partition,
        offset=letter.offset,
        reason=letter.reason,
        attempts=letter.attempts,
    )


def replayed(letter: DeadLetter) -> DeadLetterReplayed:
    return DeadLetterReplayed(**dict(parked(letter)))


def discarded(letter: DeadLetter) -> DeadLetterDiscarded:
    return DeadLetterDiscarded(**dict(parked(letter)))


def watched(watch: Watch, waiting: Waiting) -> DeadLetterWatchFact:
    """Tell how long letters wait, now that it has become too long or no longer is."""
    kind = DeadLettersOverdue if watch.is_overdue else DeadLettersCaughtUp
    return kind(
        watch_id=watch.id,
        waiting_count=waiting.count,
        oldest_at=waiting.oldest_at,
        alert_minutes=int(waiting.limit.total_seconds() // 60),
    )
