"""Addresses and queries that cannot be right, and ids that are nobody's or another's."""

import base64
import json
from urllib.parse import quote

import pytest

from . import answers
from .asking import ask, unknown_ids
from .conftest import Watched
from .operations import Operation, operations
from .queries import wrong_queries

pytestmark = pytest.mark.asyncio(loop_scope="package")

WITH_IDS = [one for one in operations() if one.named("path")]
WITH_QUERY = [one for one in operations() if one.named("query")]
ODD = ("x", "{}", '{"$gt":""}', "\0", "%", "x" * 3_000, "é", "1;drop", "-1")
FOREIGN = {
    "advisor_id": "centre_manager",
    "structure_id": "centre_manager",
    "census_id": "centre_manager",
    "webinar_id": "partner",
    "vote_id": "partner",
    "reference": "partner",
    "registration_id": "advisor",
    "notification_id": "advisor",
}
HELD = [
    one
    for one in WITH_IDS
    if set(one.named("path")) & set(FOREIGN)
    # Anybody signed in may ask for a seat: what is public has no owner.
    and one.name != "register_for_webinar"
]


def cursor(place: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


PLACES: tuple[object, ...] = (
    None,
    [],
    {},
    {"$gt": ""},
    ["x"],
    [None, None],
    ["2026-01-01", {"$gt": ""}],
    [[[[]]]],
    True,
    1.5,
    -1,
    10**30,
    "x\0y",
    [float("nan"), "x"],
    ["9" * 400, "x"],
)
CURSORS = (
    "x",
    "é",
    "====",
    "\0",
    "a" * 3_999,
    "$where",
    base64.urlsafe_b64encode(b"\xff\xfe").decode(),
    base64.urlsafe_b64encode(b"[" * 2_900).decode(),
    *(cursor(place) for place in PLACES),
)
# Of a journal of which nothing was read yet.
BEGINNINGS = {("read_events", cursor({}))}


class TestIds:
    @pytest.mark.parametrize("operation", WITH_IDS, ids=lambda one: one.name)
    async def test_what_is_no_id_is_not_found(
        self, whole: Watched, operation: Operation
    ) -> None:
        client = whole.world.actor(operation.name, operation.path)
        before = await whole.databases.state()

        told = [
            await ask(client, operation, ids={name: quote(odd, safe="")})
            for name in operation.named("path")
            for odd in ODD
        ]

        for answer in told:
            answers.is_refusal(answer)
            assert answer.status_code in {404, 405}, answer.text
        assert await whole.databases.state() == before

    @pytest.mark.parametrize("operation", WITH_IDS, ids=lambda one: one.name)
    async def test_an_unknown_id_is_not_found_in_both_languages(
        self, whole: Watched, operation: Operation
    ) -> None:
        client = whole.world.actor(operation.name, operation.path)
        ids = {"code": "nowhere"} if "code" in operation.named("path") else {}
        before = await whole.databases.state()

        french = await ask(client, operation, ids=ids, headers=answers.FRENCH)
        english = await ask(client, operation, ids=ids, headers=answers.ENGLISH)

        answers.speaks_both(french, english)
        assert french.status_code == 404
        assert await whole.databases.state() == before

    @pytest.mark.parametrize("operation", HELD, ids=lambda one: one.name)
    async def test_a_foreign_id_is_answered_as_an_unknown_one(
        self, whole: Watched, operation: Operation
    ) -> None:
        names = operation.named("path")
        role = next(FOREIGN[name] for name in names if name in FOREIGN)
        client, world = whole.world.clients[role], whole.world
        unknown = unknown_ids(names)
        if "reference" in names:
            unknown["reference"] = "2026-9999"
        foreign = unknown | {n: world.foreign[n] for n in names if n in world.foreign}
        before = await whole.databases.state()

        there = await ask(client, operation, ids=foreign)
        nowhere = await ask(client, operation, ids=unknown)

        answers.is_refusal(there)
        assert there.status_code in {403, 404}, there.text
        assert answers.without_echo(there, *foreign.values()) == answers.without_echo(
            nowhere, *unknown.values()
        )
        assert await whole.databases.state() == before


class TestQueries:
    @pytest.mark.parametrize("operation", WITH_QUERY, ids=lambda one: one.name)
    async def test_what_a_query_cannot_hold_is_named(
        self, whole: Watched, operation: Operation
    ) -> None:
        client = whole.world.actor(operation.name, operation.path)

        told = [
            (name, await ask(client, operation, ids=whole.world.own, params=params))
            for name, params in wrong_queries(operation)
        ]

        for name, answer in told:
            answers.is_refusal(answer)
            assert answer.status_code == 422, answer.text
            assert name in str(answer.json()["errors"]), answer.text

    @pytest.mark.parametrize(
        "operation",
        [one for one in WITH_QUERY if "after" in one.named("query")],
        ids=lambda one: one.name,
    )
    async def test_a_cursor_that_no_page_gave_is_refused(
        self, whole: Watched, operation: Operation
    ) -> None:
        client = whole.world.actor(operation.name, operation.path)

        told = {
            text: await ask(
                client, operation, ids=whole.world.own, params={"after": text}
            )
            for text in CURSORS
        }

        for text, answer in told.items():
            if (operation.name, text) in BEGINNINGS:
                continue
            assert answer.status_code == 422, (text[:80], answer.text[:600])
            answers.is_refusal(answer)

    @pytest.mark.parametrize("operation", WITH_QUERY, ids=lambda one: one.name)
    async def test_operators_in_names_and_values_are_mere_text(
        self, whole: Watched, operation: Operation
    ) -> None:
        client = whole.world.actor(operation.name, operation.path)
        texts = (
            '{"$gt":""}',
            ".*",
            "(a+)+$",
            "a\0b",
            "\U0010ffff",
            "  ",
            "$where",
            "�",
        )
        names = [
            one["name"]
            for one in operation.parameters
            if one["in"] == "query" and one["name"] not in {"after", "limit"}
        ]

        told = [
            await ask(client, operation, ids=whole.world.own, params=params)
            for name in names
            for params in (
                *({name: text} for text in texts),
                {f"{name}[$ne]": "x", "$where": "1", "a.b": "1"},
            )
        ]
        raw = (
            f"{operation.path.format_map(whole.world.own)}?{'&'.join(names)}=%ff%fe%00"
        )
        told.append(await client.get(raw))

        assert all(answer.status_code < 500 for answer in told)
