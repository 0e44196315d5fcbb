"""UX-02: no page is shown that nobody looks at: RA11Y walks it, or says why it does not."""

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.reliability.pages.known import NOT_WALKED, WALKED, kinds, kinds_of

from .test_security import names_in

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"tests/\w[\w/]*\.py(?:::\w+)?")


def test_every_page_is_walked_or_left_out_for_a_reason() -> None:
    assert set(kinds()) - WALKED - set(NOT_WALKED) == set()


def test_nothing_is_in_both_lists_or_gone() -> None:
    told = Counter([*WALKED, *NOT_WALKED])

    assert {one for one, count in told.items() if count > 1} == set()
    assert set(told) - set(kinds()) == set()


@pytest.mark.parametrize("page", sorted(NOT_WALKED))
def test_the_reason_says_something_and_the_test_that_it_names_is_there(
    page: str,
) -> None:
    reason = NOT_WALKED[page]

    assert len(reason.split()) >= 4
    for named in NAMED.findall(reason):
        place, _, inside = named.partition("::")
        assert (ROOT / place).is_file()
        assert not inside or inside in names_in(ROOT / place)


def test_an_address_is_of_the_first_pattern_that_it_fits() -> None:
    assert kinds_of(["/webinaires/proposer", "/compte?done=x", "/nowhere"]) == {
        "/webinaires/proposer",
        "/compte",
    }
