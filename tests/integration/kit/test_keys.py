"""A change asked twice under one key happens once and is answered alike."""

import asyncio
from collections.abc import Iterator

import pytest

from kit.failpoints import Failpoint, arm
from kit.ids import new_id
from tests.support.harness import Installation

THINGS = "/api/v1/things"


@pytest.fixture
def key() -> dict[str, str]:
    return {"Idempotency-Key": str(new_id())}


class Fault:
    """Fails the process once, at one point of its path."""

    def __init__(self) -> None:
        self.point: Failpoint | None = None

    async def strike(self, reached: Failpoint) -> None:
        if reached is self.point:
            self.point = None
            raise RuntimeError(reached)


@pytest.fixture
def fault() -> Iterator[Fault]:
    fault = Fault()
    arm(fault.strike)
    yield fault
    arm(None)


async def count_of(it: Installation) -> int:
    counted: int = await it.platform.collection("tests", "things").count_documents({})
    return counted


class TestAskingAgain:
    async def test_is_answered_alike(
        self, it: Installation, key: dict[str, str]
    ) -> None:
        answers = [
            await it.client.post(THINGS, json={"name": "a"}, headers=key)
            for _ in range(3)
        ]

        assert {answer.status_code for answer in answers} == {201}
        assert len({answer.content for answer in answers}) == 1
        assert len({answer.headers["content-type"] for answer in answers}) == 1
        assert await count_of(it) == 1

    async def test_with_another_body_is_refused(
        self, it: Installation, key: dict[str, str]
    ) -> None:
        await it.client.post(THINGS, json={"name": "a"}, headers=key)

        answer = await it.client.post(THINGS, json={"name": "b"}, headers=key)

        assert answer.status_code == 422
        assert answer.json()["type"] == "/problems/IdempotencyKeyReused"

    async def test_at_once_lets_one_work_and_tells_the_others_to_wait(
        self, it: Installation, key: dict[str, str]
    ) -> None:
        answers = await asyncio.gather(
            *(
                it.client.post(f"{THINGS}/slow", json={"name": "c"}, headers=key)
                for _ in range(5)
            )
        )

        assert sorted(a.status_code for a in answers) == [200, 409, 409, 409, 409]

    async def test_a_change_of_a_version_is_answered_alike(
        self, it: Installation, key: dict[str, str]
    ) -> None:
        thing = (await it.client.post(THINGS, json={"name": "a"})).json()
        count = f"{THINGS}/{thing['id']}/count"
        version = {"If-Match": '"v1"'}

        answers = [
            await it.client.ask("PUT", count, headers=key | version) for _ in range(3)
        ]

        assert [answer.status_code for answer in answers] == [200, 200, 200]
        assert {answer.json()["count"] for answer in answers} == {1}

    async def test_what_was_refused_leaves_the_key_free(
        self, it: Installation, key: dict[str, str]
    ) -> None:
        refused = await it.client.post(THINGS, json={"name": ""}, headers=key)

        taken = await it.client.post(THINGS, json={"name": "a"}, headers=key)

        assert (refused.status_code, taken.status_code) == (422, 201)

    async def test_the_store_holds_nothing_that_can_be_read(
        self, it: Installation, key: dict[str, str]
    ) -> None:
        await it.client.post(THINGS, json={"name": "Marguerite"}, headers=key)

        kept = await it.platform.collection("identity", "idempotency").find_one({})
        assert kept is not None
        assert b"Marguerite" not in kept["answer"]
        assert key["Idempotency-Key"] not in str(kept)


class TestDying:
    @pytest.mark.parametrize(
        "point",
        [
            Failpoint.KEY_RESERVED,
            Failpoint.WRITE_BEFORE,
            Failpoint.WRITE_AFTER,
            Failpoint.KEY_BEFORE_ANSWER,
            Failpoint.COMMIT_BEFORE,
            Failpoint.COMMIT_AFTER,
            Failpoint.KEY_ANSWERED,
        ],
    )
    async def test_between_write_and_answer_does_it_once(
        self, it: Installation, key: dict[str, str], fault: Fault, point: Failpoint
    ) -> None:
        thing = (await it.client.post(THINGS, json={"name": "a"})).json()
        count = f"{THINGS}/{thing['id']}/count"
        headers = key | {"If-Match": '"v1"'}
        fault.point = point

        died = await it.client.ask("PUT", count, headers=headers)
        again = [await it.client.ask("PUT", count, headers=headers) for _ in range(2)]

        assert died.status_code == 500
        assert [answer.status_code for answer in again] == [200, 200]
        assert again[0].content == again[1].content
        assert (await it.client.get(f"{THINGS}/{thing['id']}")).json()["count"] == 1
        pending = await it.platform.collection("tests", "things").find_one({})
        assert pending is not None
        assert [one["sequence"] for one in pending["pending"]] == [1, 2]

    async def test_after_an_addition_adds_nothing_more(
        self, it: Installation, key: dict[str, str], fault: Fault
    ) -> None:
        fault.point = Failpoint.KEY_ANSWERED

        died = await it.client.post(THINGS, json={"name": "a"}, headers=key)
        again = await it.client.post(THINGS, json={"name": "a"}, headers=key)

        assert (died.status_code, again.status_code) == (500, 201)
        assert await count_of(it) == 1


class TestMeeting:
    async def test_what_a_command_asks_at_once_goes_one_at_a_time(
        self, it: Installation, key: dict[str, str]
    ) -> None:
        answer = await it.client.post(
            f"{THINGS}/crowd", json={"name": "a"}, headers=key
        )

        assert answer.status_code == 201
        assert await count_of(it) == 5

    async def test_changes_of_one_thing_under_many_keys_all_happen(
        self, it: Installation
    ) -> None:
        """Whoever comes second begins again, and finds what the first one wrote."""
        thing = (await it.client.post(THINGS, json={"name": "a"})).json()

        answers = await asyncio.gather(
            *(
                it.client.post(
                    f"{THINGS}/{thing['id']}/counted",
                    headers={"Idempotency-Key": f"{number}"},
                )
                for number in range(20)
            )
        )

        assert {answer.status_code for answer in answers} == {200}
        assert sorted(answer.json()["count"] for answer in answers) == list(
            range(1, 21)
        )
