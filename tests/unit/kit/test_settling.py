"""SEC-04: who reads as they type is told once, with everybody whom they met."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from kit.ids import new_id
from kit.trace import Entry
from kit.trace.settling import LONGEST, PERSONS_MAX, QUIET, Settling

AT = datetime(2026, 11, 23, 9, 58, tzinfo=UTC)
A_LETTER = timedelta(milliseconds=200)
ONE, OTHER, THIRD = sorted(new_id() for _ in range(3))


def read(*persons: UUID, at: datetime = AT, **more: Any) -> Entry:
    told = {
        "access": "read",
        "method": "GET",
        "route": "/recherche",
        "actor": "person:1",
        "correlation_id": str(new_id()),
    }
    return Entry(id=new_id(), at=at, person_ids=persons, **(told | more))


class TestSettling:
    def test_letters_without_a_pause_make_one_entry_of_all_who_were_shown(self) -> None:
        settling = Settling()
        for count, persons in enumerate([(ONE, OTHER), (OTHER, THIRD), (THIRD,)]):
            settling.add([read(*persons, at=AT + count * A_LETTER)])
        last = AT + 2 * A_LETTER

        early = settling.settled(last + QUIET - A_LETTER)
        [entry] = settling.settled(last + QUIET)

        assert early == []
        assert entry.person_ids == (ONE, OTHER, THIRD)
        assert entry.at == last
        assert not settling

    def test_after_a_pause_it_is_another_search(self) -> None:
        settling = Settling()
        settling.add([read(ONE)])
        first = settling.settled(AT + QUIET)

        settling.add([read(ONE, at=AT + QUIET)])
        second = settling.settled(AT + 2 * QUIET)

        assert [one.person_ids for one in (*first, *second)] == [(ONE,), (ONE,)]
        assert first[0].id != second[0].id

    def test_whoever_types_on_is_told_in_time(self) -> None:
        settling = Settling()
        for letters in range(int(LONGEST / A_LETTER) + 1):
            settling.add([read(ONE, at=AT + letters * A_LETTER)])

        assert len(settling.settled(AT + LONGEST)) == 1

    def test_other_readers_screens_and_roles_are_other_bursts(self) -> None:
        settling = Settling()
        settling.add(
            [
                read(ONE),
                read(ONE, actor="person:2"),
                read(ONE, route="/recensement/{batch_id}"),
                read(ONE, role="operator"),
                read(ONE, acting_for=OTHER),
            ]
        )

        assert len(settling.settled(AT + QUIET)) == 5

    def test_very_many_people_are_told_at_once(self) -> None:
        settling = Settling()
        settling.add([read(*(new_id() for _ in range(PERSONS_MAX)))])

        assert len(settling.settled(AT)) == 1

    def test_all_of_it_is_told_at_the_end(self) -> None:
        settling = Settling()
        settling.add([read(ONE), read(OTHER, actor="person:2")])

        assert {one.person_ids for one in settling.all()} == {(ONE,), (OTHER,)}
        assert not settling
