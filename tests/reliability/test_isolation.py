"""R13's own eyes: what is planted is seen wherever an answer could hold it."""

from typing import Any

import httpx2
import pytest

from .isolation.actors import Actor
from .isolation.asking import Request
from .isolation.judging import Judge
from .isolation.marks import OURS, THEIRS, mark, of
from .isolation.routes import Address

SECRET = "01936a2b-11d0-7c55-8a3f-2f6a9d0e7b10"  # noqa: S105 - an id
NOBODYS = "01936a2b-11d0-7c55-8a3f-2f6a9d0e7b11"
THEIR_WORD = mark(THEIRS, "gens")
READER = Actor("reader", of(OURS, "gens"))


def asked(path: str = "/api/v1/advisors") -> Request:
    return Request(Address("GET", path, "list_advisors", ()), "theirs", path)


def answered(body: str = "", **more: Any) -> httpx2.Response:
    return httpx2.Response(more.pop("status", 200), text=body, **more)


@pytest.fixture
def judge() -> Judge:
    return Judge({"advisor_id": SECRET})


class TestJudging:
    @pytest.mark.parametrize(
        "answer",
        [
            answered(f"<b>{THEIR_WORD.upper()}</b>"),
            answered(headers={"Location": f"/x?name={THEIR_WORD}"}),
            answered(f'{{"next": "{SECRET}"}}'),
        ],
        ids=["a word in the body", "a word in a header", "an id"],
    )
    def test_sees_what_must_not_be_there(
        self, judge: Judge, answer: httpx2.Response
    ) -> None:
        judge.read(READER, asked(), answer)

        assert judge.counts["leaks"] == 1

    @pytest.mark.parametrize("answer", [answered(mark(OURS, "gens")), answered("rien")])
    def test_lets_pass_what_is_the_readers_own(
        self, judge: Judge, answer: httpx2.Response
    ) -> None:
        judge.read(READER, asked(), answer)

        assert judge.found == []

    def test_an_id_that_the_request_named_tells_nothing(self, judge: Judge) -> None:
        judge.read(READER, asked(f"/api/v1/advisors/{SECRET}"), answered(SECRET))

        assert judge.found == []

    @pytest.mark.parametrize(
        ("path", "told", "count"),
        [
            ("/journal", SECRET, 0),
            ("/journal", THEIR_WORD, 1),
            ("/api/v1/advisors", SECRET, 1),
        ],
    )
    def test_who_reads_the_journal_meets_ids_there_and_nowhere_else(
        self, judge: Judge, path: str, told: str, count: int
    ) -> None:
        operator = Actor("operator", frozenset(), sees_all_at=("/journal",))

        judge.read(operator, asked(path), answered(told))

        assert judge.counts["leaks"] == count

    @pytest.mark.parametrize(
        ("foreign", "differs"),
        [
            (answered(f"{SECRET} absent", status=404), False),
            (answered(f"{SECRET} absent", status=403), True),
            (answered(f"{SECRET} is taken", status=404), True),
        ],
    )
    def test_tells_foreign_from_unknown_by_status_and_words_alone(
        self, judge: Judge, foreign: httpx2.Response, *, differs: bool
    ) -> None:
        unknown = answered(f"{NOBODYS} absent", status=404)

        judge.compare(READER, asked(), foreign, unknown)

        assert bool(judge.found) is differs
