"""What every route answers, whatever it is asked."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.support.harness import Installation

THINGS = "/api/v1/things"
ABSENT = "0198f2a0-0000-7000-8000-000000000000"


class TestVersions:
    async def test_a_stale_version_changes_nothing(self, it: Installation) -> None:
        thing = (await it.client.post(THINGS, json={"name": "a"})).json()
        read = await it.client.get(f"{THINGS}/{thing['id']}")
        match = {"If-Match": read.headers["etag"]}
        count = f"{THINGS}/{thing['id']}/count"
        await it.client.ask("PUT", count, headers=match)

        stale = await it.client.ask("PUT", count, headers=match)

        missing = await it.client.ask("PUT", count)
        odd = await it.client.ask("PUT", count, headers={"If-Match": '"odd"'})
        assert (stale.status_code, missing.status_code, odd.status_code) == (
            412,
            428,
            422,
        )
        assert (await it.client.get(f"{THINGS}/{thing['id']}")).json()["count"] == 1


class TestBadInput:
    @pytest.mark.parametrize(
        ("body", "pointer"),
        [
            ({}, "#/name"),
            ({"name": 3}, "#/name"),
            ({"name": "x" * 21}, "#/name"),
            ({"name": "x", "count": 10**30}, "#/count"),
            ({"name": "x", "odd": 1}, "#/odd"),
            ({"name": {"$gt": ""}}, "#/name"),
        ],
    )
    async def test_names_the_field_in_both_languages(
        self, it: Installation, body: dict[str, Any], pointer: str
    ) -> None:
        french = await it.client.post(THINGS, json=body)
        english = await it.client.post(
            THINGS, json=body, headers={"Accept-Language": "en"}
        )

        assert french.status_code == english.status_code == 422
        assert french.headers["content-type"] == "application/problem+json"
        assert [error["pointer"] for error in french.json()["errors"]] == [pointer]
        assert french.json()["title"] != english.json()["title"]

    @pytest.mark.parametrize(
        ("body", "status"),
        [
            (b"{", 422),
            (b"\xff\xfe", 422),
            (b'{"name": "\\ud800"}', 422),
            (b"[" * 100_000, 400),
            (b"x" * 12 * 2**20, 413),
        ],
    )
    async def test_an_unreadable_body_is_never_a_fault_of_ours(
        self, it: Installation, body: bytes, status: int
    ) -> None:
        json = {"Content-Type": "application/json"}

        answer = await it.client.post(THINGS, content=body, headers=json)

        assert answer.status_code == status
        assert answer.headers["content-type"] == "application/problem+json"

    async def test_a_long_body_of_untold_length_is_refused(
        self, it: Installation
    ) -> None:
        async def endless() -> AsyncIterator[bytes]:
            for _ in range(13):
                yield b"x" * 2**20

        json = {"Content-Type": "application/json"}
        answer = await it.client.post(THINGS, content=endless(), headers=json)

        assert answer.status_code == 413
        assert answer.headers["content-type"] == "application/problem+json"

    async def test_a_nul_byte_is_kept_or_refused_but_never_a_fault(
        self, it: Installation
    ) -> None:
        answer = await it.client.post(THINGS, json={"name": "a\x00b"})

        assert answer.status_code in {201, 422}

    @pytest.mark.parametrize("path", ["/things/x", f"/things/{ABSENT}", "/nothing"])
    async def test_what_is_not_there_is_not_found(
        self, it: Installation, path: str
    ) -> None:
        answer = await it.client.get(f"/api/v1{path}")

        assert answer.status_code == 404
        assert answer.headers["content-type"] == "application/problem+json"

    async def test_a_bug_is_answered_without_its_details(
        self, it: Installation
    ) -> None:
        answer = await it.client.get(f"{THINGS}/fault/now")

        assert answer.status_code == 500
        assert "a bug" not in answer.text


class TestHealth:
    async def test_tells_that_it_lives_and_works(self, it: Installation) -> None:
        answers = [
            await it.client.get(path) for path in ("/livez", "/readyz", "/metrics")
        ]

        assert [answer.status_code for answer in answers] == [200, 200, 200]
        assert "maillage_request_seconds" in answers[2].text
