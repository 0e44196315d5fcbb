"""How what happens to a dead letter is told: ids and codes, nothing of its contents."""

from schemas.events.hub import (
    DeadLetterDiscarded,
    DeadLetterParked,
    DeadLetterReplayed,
)

from .models import DeadLetter


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
