"""What a letter is once its record was given back to its reader."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from services.hub.deadletters.models import DeadLetter

# Two who ask for the same thing at once: a reader is told once.
MOMENT = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Giving:
    """Who gives records back, and in which replay of many, if in one."""

    by: UUID | None
    run_id: UUID | None = None


def replayed(
    given: DeadLetter, now: DeadLetter, giving: Giving, *, at: datetime
) -> DeadLetter:
    """Note that `given` was told again; `now` is the letter as it stands since."""
    noted = now.model_copy(
        update={
            "replays": now.replays + 1,
            "replayed_at": at,
            "replayed_by": giving.by,
            "replayed_in": giving.run_id,
        }
    )
    if is_back(given, now):
        return noted
    return noted.model_copy(update={"state": "replayed", "closed_at": at})


def was_just_replayed(letter: DeadLetter, *, at: datetime) -> bool:
    """Tell whether somebody gave it back a moment ago, and its reader has it still."""
    if letter.state != "replayed" or letter.replayed_at is None:
        return False
    return at - letter.replayed_at < MOMENT


def is_back(given: DeadLetter, now: DeadLetter) -> bool:
    """Tell whether it has failed again already: then it waits again."""
    return now.filed_from != given.filed_from
