"""Who waits for others: where commands come often, and not only once answered."""

import pytest

from kit.mongo.commit_delay import DELAY_SECONDS, TRIED_AGAIN, CommitDelay


def come(
    delay: CommitDelay, *, apart: float, count: int, since: float = 0.0, begin: int = 1
) -> list[bool]:
    """Have so many come, waiting where they should; so many begin in each wait."""
    told = []
    for number in range(count):
        waits = delay.note_arrival(since + number * apart)
        if waits:
            delay.note_wait()
            for _ in range(begin):
                delay.note_begun()
            delay.note_waited()
        told.append(waits)
    return told


class TestCommitDelay:
    @pytest.mark.parametrize(("shares", "expected"), [(0.8, True), (1.2, False)])
    def test_it_is_awaited_where_pauses_are_short_in_the_mean(
        self, shares: float, expected: bool
    ) -> None:
        delay = CommitDelay()

        told = come(delay, apart=DELAY_SECONDS * shares, count=200)

        assert told[0] is False
        assert set(told[100:]) == {expected}

    def test_after_a_silence_a_few_come_before_it_is_awaited_again(self) -> None:
        delay, apart = CommitDelay(), DELAY_SECONDS / 2
        come(delay, apart=apart, count=200)

        told = come(delay, apart=apart, count=20, since=1_000)

        assert told[0] is False
        assert told[-1] is True

    def test_where_nobody_begins_during_a_wait_it_is_seldom_tried(self) -> None:
        delay, apart = CommitDelay(), DELAY_SECONDS / 2
        come(delay, apart=apart, count=200, begin=0)

        told = come(
            delay, apart=apart, count=10 * TRIED_AGAIN, since=200 * apart, begin=0
        )

        assert sum(told) == 10

    def test_it_is_awaited_again_once_others_begin(self) -> None:
        delay, apart = CommitDelay(), DELAY_SECONDS / 2
        come(delay, apart=apart, count=200, begin=0)

        told = come(delay, apart=apart, count=10 * TRIED_AGAIN, since=200 * apart)

        assert all(told[-100:])
