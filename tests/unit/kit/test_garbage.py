"""A process that has started leaves what is there out, and still finds cycles."""

import gc
import subprocess
import sys
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest

from kit.running import tune_garbage_collection
from kit.running.garbage import NEW_MAX

ROOT = Path(__file__).parents[3]
SERVICES = sorted(one.parent.name for one in ROOT.glob("services/*/__main__.py"))


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


class TestStarting:
    def test_what_is_asked_of_the_command_is_done_with_searches(self) -> None:
        told = _told(
            "import gc, maillage.__main__ as m; first = gc.isenabled();"
            "m.app = lambda: print(first, gc.isenabled(), gc.get_freeze_count() > 9999);"
            "m.main()"
        )

        assert told == "False True True"

    def test_what_is_no_program_switches_nothing_off(self) -> None:
        told = _told("import gc, kit.running, kit.platform; print(gc.isenabled())")

        assert told == "True"

    @pytest.mark.parametrize("service", SERVICES)
    def test_a_role_is_loaded_without_searches_and_works_with_them(
        self, service: str
    ) -> None:
        told = _told(
            "import gc, runpy\n"
            "searched = []\n"
            "gc.callbacks.append(lambda phase, _: searched.append(phase))\n"
            "try:\n"
            f"    runpy.run_module('services.{service}', run_name='__main__')\n"
            "except SystemExit:\n"
            "    print(len(searched) < 10, gc.isenabled())\n"
        )

        # Before that it says how it is used: no role was asked for.
        assert told.splitlines()[-1] == "True True"


def _told(program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.stdout.strip()
