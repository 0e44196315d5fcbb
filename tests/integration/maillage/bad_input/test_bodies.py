"""Bodies that cannot be right: every field of every operation, in every way."""

import httpx2
import pytest

from . import answers
from .asking import ask
from .conftest import Watched
from .operations import Operation, operations
from .samples import spoilt_bodies

pytestmark = pytest.mark.asyncio(loop_scope="package")

WITH_BODY = [one for one in operations() if one.takes_json]
BODIES = {
    "empty": b"",
    "cut off": b'{"a": ',
    "no object": b"[]",
    "null": b"null",
    "a text": b'"x"',
    "no UTF-8": b'{"a": "\xff\xfe"}',
    "NUL bytes": b"\0" * 16,
    "deep": b"[" * 50_000,
    "deep and closed": b'{"a":' * 900 + b"1" + b"}" * 900,
    "a number of 5000 digits": b'{"a": ' + b"9" * 5_000 + b"}",
    "a name of half a pair": b'{"\\ud800": 1}',
}
TYPES = ("text/plain", "application/xml", "application/x-www-form-urlencoded", "x")


@pytest.fixture(params=WITH_BODY, ids=lambda one: one.name)
def operation(request: pytest.FixtureRequest) -> Operation:
    found: Operation = request.param
    return found


class TestFields:
    async def test_each_fault_is_named_and_changes_nothing(
        self, whole: Watched, operation: Operation
    ) -> None:
        client = whole.world.actor(operation.name, operation.path)
        before = await whole.databases.state()

        told = [
            (one, await ask(client, operation, ids=whole.world.own, body=one.body))
            for one in spoilt_bodies(operation)
        ]

        for one, answer in told:
            _repeats_no_password(answer)
            try:
                if one.is_invisible and answer.status_code != 422:
                    # A token or an address of nobody's, refused as any other.
                    answers.is_refusal(answer)
                else:
                    answers.names_field(answer, one.field)
            except (AssertionError, KeyError) as error:
                raise AssertionError(f"{operation.name}: {one.why}") from error
        assert await whole.databases.state() == before

    async def test_is_told_in_french_and_in_english(
        self, whole: Watched, operation: Operation
    ) -> None:
        client = whole.world.actor(operation.name, operation.path)
        bodies = [one.body for one in spoilt_bodies(operation)]

        pairs = [
            [
                await ask(client, operation, body=body, headers=language)
                for language in (answers.FRENCH, answers.ENGLISH)
            ]
            for body in bodies
        ]

        for french, english in pairs:
            answers.speaks_both(french, english)


class TestWholeBodies:
    async def test_what_cannot_be_read_is_refused(
        self, whole: Watched, operation: Operation
    ) -> None:
        client = whole.world.actor(operation.name, operation.path)
        before = await whole.databases.state()
        path = operation.path.format_map(_Own(whole.world.own))

        told = [
            await client.ask(
                operation.method,
                path,
                content=content,
                headers={"Content-Type": "application/json", "If-Match": '"v1"'},
            )
            for content in BODIES.values()
        ]
        told += [
            await client.ask(
                operation.method,
                path,
                content=b'{"a": 1}',
                headers={"Content-Type": kind, "If-Match": '"v1"'},
            )
            for kind in TYPES
        ]

        for answer in told:
            answers.is_refusal(answer)
        assert await whole.databases.state() == before


def _repeats_no_password(answer: httpx2.Response) -> None:
    """Check that an answer never shows a password, not even a refused one."""
    for error in answer.json().get("errors", ()):
        if error.get("pointer", "").rpartition("/")[2] in {
            "password",
            "current",
            "new",
        }:
            assert not str(error.get("value", "")).startswith(("é", "a")), error


class _Own(dict[str, str]):
    """The caller's own ids; what has none is unknown."""

    def __missing__(self, name: str) -> str:
        return "01936a2b-11d0-7c55-8a3f-2f6a9d0e7b11"
