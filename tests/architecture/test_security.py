"""What `docs/security.md` says is shown by tests that exist, and nothing is left out."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")
ROW = re.compile(
    r"^\| V(\d+\.\d+)\.(\d+) \| ([^|]+) \| ([^|]*) \| ([^|]*) \|$", re.MULTILINE
)
NAMED = re.compile(r"`(tests/[^`]+)`")
VERDICTS = {"met", "**not met**", "not shown", "n/a"}
# Levels 1 and 2 of ASVS 5.0: by section, how far its numbers go.
UP_TO = """
1.1:2 1.2:9 1.3:11 1.4:3 1.5:2 2.1:3 2.2:3 2.3:4 2.4:1 3.2:2 3.3:4 3.4:6 3.5:5
3.7:2 4.1:3 4.2:1 4.3:2 4.4:4 5.1:1 5.2:3 5.3:2 5.4:3 6.1:3 6.2:12 6.3:4 6.4:4
6.5:5 6.6:3 6.8:4 7.1:3 7.2:4 7.3:2 7.4:5 7.5:2 7.6:2 8.1:2 8.2:3 8.3:1 8.4:1
9.1:3 9.2:4 10.1:2 10.2:2 10.3:4 10.4:11 10.5:5 10.6:2 10.7:3 11.1:2 11.2:3
11.3:3 11.4:4 11.5:1 11.6:1 12.1:3 12.2:2 12.3:4 13.1:1 13.2:5 13.3:2 13.4:5
14.1:2 14.2:4 14.3:3 15.1:3 15.2:3 15.3:7 16.1:1 16.2:5 16.3:4 16.4:3 16.5:3
17.1:1 17.2:4 17.3:2
"""
ALONE = {("15.4", "2")}
SETTING = {"set_cookie", "delete_cookie"}
COOKIES = {"httponly", "samesite", "secure"}


def names_in(file: Path) -> set[str]:
    """Return what a reference may name in a file of tests: classes and functions."""
    kinds = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    tree = ast.parse(file.read_text("utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, kinds)}


def cookie_calls() -> Iterator[tuple[str, ast.Call]]:
    for file in (*ROOT.glob("kit/**/*.py"), *ROOT.glob("services/**/*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Attribute) and called.attr in SETTING:
                assert isinstance(node, ast.Call)
                yield f"{file.relative_to(ROOT)}:{node.lineno}", node


def test_every_requirement_of_levels_one_and_two_stands_there_once() -> None:
    found = Counter((section, number) for section, number, *_ in ROW.findall(PAGE))
    ends = [one.split(":") for one in UP_TO.split()]
    wanted = {
        (section, str(number))
        for section, last in ends
        for number in range(1, int(last) + 1)
    } | ALONE

    assert set(found) == wanted
    assert set(found.values()) == {1}


def test_each_has_a_verdict_and_what_is_met_names_its_test() -> None:
    rows = ROW.findall(PAGE)

    assert {verdict for _, _, verdict, *_ in rows} <= VERDICTS
    unshown = [
        f"V{section}.{number}"
        for section, number, verdict, shown, _ in rows
        if verdict == "met" and not NAMED.search(shown)
    ]
    assert not unshown


def test_the_sums_at_the_top_are_those_of_the_rows() -> None:
    sums = Counter(verdict for _, _, verdict, *_ in ROW.findall(PAGE))

    said = (
        f"Of {sums.total()} requirements {sums['met']} are met, "
        f"{sums['not shown']} are not shown, {sums['**not met**']} are not met, "
        f"{sums['n/a']} do not apply."
    )
    assert said in PAGE


@pytest.mark.parametrize("named", sorted(set(NAMED.findall(PAGE))))
def test_each_test_that_is_named_exists(named: str) -> None:
    place, *inside = named.split("::")

    assert (ROOT / place).is_file()
    assert set(inside) <= names_in(ROOT / place)


def test_every_cookie_is_secure_hidden_and_of_this_site() -> None:
    careless = [
        place
        for place, call in cookie_calls()
        if not {one.arg for one in call.keywords} >= COOKIES
    ]

    assert not careless


def test_cookies_are_set_in_one_place_that_names_them() -> None:
    places = {place.partition(":")[0] for place, _ in cookie_calls()}

    assert places == {"kit/cookies.py"}
