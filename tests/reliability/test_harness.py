"""The harness itself: what it draws, what it notes before a death, what it tells."""

import contextlib
import os
import random
import signal
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kit.failpoints import Failpoint
from tests.support.ports import own_port

from .faults import Act, Armed, Fault, Hit, Injected, read_hits
from .finding import find_lines
from .kills.drawing import POINTS, Draw, dealt
from .kills.letters import unexplained
from .line import Line, Outcome, Trial
from .members import Death, Member
from .results import PAGE, read_latest
from .table import BEGIN, END, MarkersMissing, inserted, rendered

LATE = dict.fromkeys(POINTS, 25)
PROMISED = (
    *("R1", "R2", "R2b", "R3", "R4", "R5", "R6", "R7", "R8", "R9"),
    *("R10", "R12", "R13", "R16", "R17", "R18", "R19", "R20", "R21", "RA11Y"),
)
KIT = Path(__file__).parents[2]


def seeded(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - a test replays it


class TestPorts:
    def test_one_name_keeps_its_port_and_no_two_share_one(self, tmp_path: Path) -> None:
        names = [f"role-{number}" for number in range(50)]

        ports = [own_port(name, folder=tmp_path) for name in names]

        assert len(set(ports)) == len(names)
        assert [own_port(name, folder=tmp_path) for name in names] == ports


class TestFailpoints:
    def test_there_are_at_least_twenty(self) -> None:
        assert len(Failpoint) >= 20

    @pytest.mark.parametrize("point", Failpoint)
    def test_each_is_reached_by_the_code(self, point: Failpoint) -> None:
        files = [*KIT.glob("kit/**/*.py"), *KIT.glob("services/**/*.py")]

        assert any(f"reach(Failpoint.{point.name})" in one.read_text() for one in files)

    def test_each_is_one_that_r1_kills_at(self) -> None:
        drawn = [point for points in POINTS.values() for point in points]

        assert sorted(drawn) == sorted(Failpoint)


class TestArmed:
    def test_a_process_notes_where_it_dies_before_it_does(self, tmp_path: Path) -> None:
        report = tmp_path / "hits"
        pid = os.fork()
        if pid == 0:
            _die_at(report, Fault(point=Failpoint.SEND_BEFORE, occurrence=2))
        _, status = os.waitpid(pid, 0)

        hits, _ = read_hits(report)

        assert os.waitstatus_to_exitcode(status) == -signal.SIGKILL
        assert [(hit.pid, hit.fault.point) for hit in hits] == [
            (pid, Failpoint.SEND_BEFORE)
        ]

    async def test_it_raises_as_often_as_it_is_told_and_then_lets_pass(
        self, tmp_path: Path
    ) -> None:
        point = Failpoint.HANDLER_BEFORE
        fault = Fault(point=point, occurrence=2, act=Act.RAISE, times=2)
        armed = Armed([fault], member="one", life=1, report=tmp_path / "hits")

        raised = [await _raises(armed, point) for _ in range(5)]

        assert raised == [False, True, True, False, False]

    async def test_other_points_pass(self, tmp_path: Path) -> None:
        fault = Fault(point=Failpoint.HANDLER_BEFORE, act=Act.RAISE)
        armed = Armed([fault], member="one", life=1, report=tmp_path / "hits")

        assert not await _raises(armed, Failpoint.HANDLER_AFTER)

    def test_a_line_that_is_half_written_is_read_when_it_is_whole(
        self, tmp_path: Path
    ) -> None:
        report = tmp_path / "hits"
        report.write_text('{"member": "one", "li')

        assert read_hits(report) == ([], 0)


class TestDraw:
    def test_every_point_has_its_five_hits(self) -> None:
        points = Counter(dealt(seeded(1), 200))

        assert sum(points.values()) == 200
        assert min(points[point] for point in Failpoint) >= 5

    def test_a_short_run_kills_every_kind_of_process(self) -> None:
        points = set(dealt(seeded(1), 12))

        assert all(points & set(some) for some in POINTS.values())

    def test_a_seed_draws_the_same_again(self) -> None:
        def first(seed: int) -> list[Any]:
            draw = Draw(seeded(seed), points=dealt(seeded(seed), 200), late=LATE)
            return list(draw.faults(member("relay-webinars-0"), 1))

        assert first(7) == first(7)
        assert first(7) != first(8)

    def test_a_death_uses_one_fault_up_and_gives_the_others_back(self) -> None:
        draw = Draw(seeded(1), points=dealt(seeded(1), 200), late=LATE)
        fault, *_ = draw.faults(member("jobs-webinars-0"), 1)

        draw.on_death(death("jobs-webinars-0", fault))

        assert draw.left == 199

    def test_a_death_of_nothing_uses_nothing_up(self) -> None:
        draw = Draw(seeded(1), points=dealt(seeded(1), 200), late=LATE)
        draw.faults(member("jobs-webinars-0"), 1)

        draw.on_death(death("jobs-webinars-0", None))

        assert draw.left == 200


class TestWindow:
    def test_a_repeat_is_explained_by_a_death_between_the_two(self) -> None:
        assert unexplained([(1.0, 5.0)], [3.0]) == 0

    def test_a_repeat_without_a_death_is_a_duplicate(self) -> None:
        assert unexplained([(1.0, 5.0), (7.0, 8.0)], [3.0]) == 1


class TestTable:
    def test_every_line_of_the_table_is_there(self) -> None:
        assert tuple(line.id for line in find_lines()) == PROMISED

    def test_the_page_says_what_the_file_says(self) -> None:
        page = PAGE.read_text("utf-8")

        assert page == inserted(page, rendered(find_lines(), read_latest()))

    def test_a_line_that_does_not_hold_says_so(self) -> None:
        found = {"R1": row(held=False, broken=["3 commands lost"])}

        table = rendered([line("R1")], found)

        assert "| **no** |" in table
        assert "**Not held:** 3 commands lost" in table

    def test_a_line_that_was_not_run_says_so(self) -> None:
        assert "not run yet" in rendered([line("R1")], {})

    def test_the_table_stands_between_its_markers(self) -> None:
        page = f"before\n{BEGIN}\nold\n{END}\nafter"

        assert inserted(page, "new") == f"before\n{BEGIN}\n\nnew\n{END}\nafter"

    def test_a_page_without_a_place_is_refused(self) -> None:
        with pytest.raises(MarkersMissing):
            inserted("nothing", "new")


class TestOutcome:
    @pytest.mark.parametrize(
        ("fault", "held"),
        [
            ({}, True),
            ({"lost": 1}, False),
            ({"duplicated": 1}, False),
            ({"broken": ("too slow",)}, False),
        ],
    )
    def test_it_holds_when_nothing_is_lost_twice_or_broken(
        self, fault: dict[str, Any], *, held: bool
    ) -> None:
        outcome = Outcome(**{"tried": 1, "lost": 0, "duplicated": 0} | fault)

        assert outcome.held is held


def _die_at(report: Path, fault: Fault) -> None:
    """Be a process that reaches the point until it dies; never return."""
    armed = Armed([fault], member="one", life=1, report=report)
    try:
        for _ in range(3):
            # It needs no loop to count and to die.
            with contextlib.suppress(StopIteration):
                armed(fault.point).send(None)
    finally:
        os._exit(1)


async def _raises(armed: Armed, point: Failpoint) -> bool:
    try:
        await armed(point)
    except Injected:
        return True
    return False


def member(name: str) -> Member:
    return Member(name=name, service="", role="")


def death(name: str, fault: Fault | None) -> Death:
    hit = None if fault is None else Hit(member=name, life=1, pid=1, fault=fault)
    return Death(member=name, code=-9, hit=hit, at=0.0, is_ours=False)


def line(id_: str) -> Line:
    async def run(_: Trial) -> Outcome:
        raise NotImplementedError

    return Line(id=id_, fault="a fault", must="what must hold", run=run)


def row(**changes: Any) -> dict[str, Any]:
    return {
        "id": "R1",
        "tried": 10,
        "lost": 0,
        "duplicated": 0,
        "held": True,
        "broken": [],
        "figures": {},
        "seed": 1,
        "seconds": 1.5,
        "commit": "abc",
        "at": "2026-11-23 06:00 UTC",
    } | changes
