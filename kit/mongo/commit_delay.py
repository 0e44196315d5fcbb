"""Whether a commit waits a moment for others, to be made with them."""

from typing import Final

# How long it waits.
DELAY_SECONDS: Final = 0.006
# The longest pause between two that counts in the mean, and how much each counts.
PAUSE_MAX_SECONDS: Final = 3 * DELAY_SECONDS
PAUSE_WEIGHT: Final = 0.1
# After so long, how they came before says nothing.
SILENCE_SECONDS: Final = 10 * DELAY_SECONDS
# So many have to begin in a wait, in the mean, and how much each wait counts in that.
WORTH_MIN: Final = 0.5
WORTH_MAX: Final = 2.0
WORTH_WEIGHT: Final = 0.2
# Where waits were in vain, one of so many commands tries again.
TRIED_AGAIN: Final = 100


class CommitDelay:
    """Whether who comes now waits for others, by how they came of late.

    Two things have to be so: they come often, and others begin during a wait. Callers
    that only ask again when they are answered come often too, but nobody comes while
    all of them wait.
    """

    def __init__(self) -> None:
        self._pause = PAUSE_MAX_SECONDS
        self._came_at = float("-inf")
        self._worth = 2 * WORTH_MIN
        self._came = 0
        self._begun = 0
        self._begun_before = 0

    def note_begun(self) -> None:
        """Count one that begins, and may come later."""
        self._begun += 1

    def note_arrival(self, now: float, *, is_first: bool = True) -> bool:
        """Count one that comes; tell whether it should wait, if it is the first."""
        self._came += is_first
        pause, self._came_at = now - self._came_at, now
        if pause > SILENCE_SECONDS:
            self._pause = PAUSE_MAX_SECONDS
        else:
            counted = min(pause, PAUSE_MAX_SECONDS)
            self._pause += PAUSE_WEIGHT * (counted - self._pause)
        is_worth_it = self._worth > WORTH_MIN or self._came % TRIED_AGAIN == 0
        return is_first and self._pause < DELAY_SECONDS and is_worth_it

    def note_wait(self) -> None:
        """Say that the first of some begins to wait."""
        self._begun_before = self._begun

    def note_waited(self) -> None:
        """Count how many began since the wait did."""
        begun = min(self._begun - self._begun_before, WORTH_MAX)
        self._worth += WORTH_WEIGHT * (begun - self._worth)
