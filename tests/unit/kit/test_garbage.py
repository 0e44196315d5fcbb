"""A process that has started leaves what is there out, and still finds cycles."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from kit.running import tune_garbage_collection
from kit.running.garbage import NEW_MAX


class Knot:
    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


class TestSettle:
    def test_what_is_there_is_left_out(self) -> None:
        tune_garbage_collection()

        assert gc.get_freeze_count() > len(gc.get_objects())

    def test_a_cycle_that_comes_later_is_found_by_itself(self) -> None:
        tune_garbage_collection()
        knots = [weakref.ref(Knot()) for _ in range(10)]

        kept = [[] for _ in range(2 * NEW_MAX)]  # type: list[list[int]]

        assert len(kept) == 2 * NEW_MAX
        assert [one() for one in knots] == [None] * 10
