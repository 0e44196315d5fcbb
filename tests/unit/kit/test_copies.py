"""Of what a batch tells about one thing, the newest alone is written."""

from dataclasses import dataclass
from uuid import UUID

from kit.copies import newest
from kit.ids import new_id


@dataclass(frozen=True)
class Copy:
    id: UUID
    name: str


def test_the_newest_of_each_is_left_wherever_it_stands() -> None:
    one, other = new_id(), new_id()
    told = [
        (Copy(one, "first"), 1),
        (Copy(other, "only"), 4),
        (Copy(one, "third"), 3),
        (Copy(one, "second, late"), 2),
    ]

    assert newest(told) == [(Copy(one, "third"), 3), (Copy(other, "only"), 4)]


def test_nothing_told_is_nothing_left() -> None:
    told: list[tuple[Copy, int]] = []

    assert newest(told) == []
