"""Forms that cannot be right: a person gets a page that says so, and a way on."""

from collections.abc import Mapping
from typing import Any

import httpx2
import pytest

from kit.ids import new_id
from tests.support.harness import Client

from . import answers
from .conftest import Watched
from .filled import FILLED, IGNORING, actor_at
from .operations import FormPage, forms

pytestmark = pytest.mark.asyncio(loop_scope="package")

FORM = {"Content-Type": "application/x-www-form-urlencoded", **answers.PAGE}
CODES = {"code": "private_partners"}
WITH_FIELDS = [one for one in forms() if one.name in FILLED]
WITH_IDS = [one for one in forms() if one.names]
NAMED = [one for one in WITH_FIELDS if one.name not in IGNORING]
HELD = {"advisor_id", "structure_id", "census_id", "webinar_id"}
ODD = {
    "operators": b"email[$ne]=x&password[$gt]=&a.b=1&$where=1&__proto__=1",
    "no UTF-8": b"email=%ff%fe&password=\xff\xfe&\xff=1",
    "NUL": b"email=%00&password=%00&%00=%00&reason=%00&choice=%00",
    "many": b"&".join(b"a%d=%d" % (n, n) for n in range(1_500)),
    "long": b"reason=" + b"x" * 200_000,
    "no pairs": b"&&&===;;;%%%",
    "JSON": b'{"email": {"$gt": ""}}',
}


@pytest.fixture(params=forms(), ids=lambda one: one.name)
def form(request: pytest.FixtureRequest) -> FormPage:
    found: FormPage = request.param
    return found


def _is_first(form: FormPage) -> bool:
    """Leave out what has no version yet, or names a place that is refused first."""
    return form.name in {"save_preferences", "change_quotity"}


class TestAnything:
    async def test_what_no_form_sends_is_answered_by_a_page_and_changes_nothing(
        self, whole: Watched, form: FormPage
    ) -> None:
        client = whole.world.clients[actor_at(form)]
        path = _at(form, whole.world.own)
        before = await whole.databases.state()
        bodies = ODD if form.name in FILLED else {}

        told = {
            why: await client.post(path, content=body, headers=FORM)
            for why, body in bodies.items()
        }

        for why, answer in told.items():
            assert answer.status_code < 500, (why, answer.text[:500])
            if form.name not in IGNORING:
                answers.is_page(answer)
        if form.name not in IGNORING:
            assert await whole.databases.state() == before

    async def test_who_is_not_signed_in_is_told_so(
        self, whole: Watched, form: FormPage
    ) -> None:
        path = _at(form, whole.world.own)
        before = await whole.databases.state()

        answer = await whole.world.it.client.post(path, content=b"a=1", headers=FORM)

        assert answer.status_code < 500
        if form.name != "sign_out":
            answers.is_page(answer)
        assert await whole.databases.state() == before

    async def test_another_site_cannot_send_it(
        self, whole: Watched, form: FormPage
    ) -> None:
        path = _at(form, whole.world.own)
        headers = FORM | {"Origin": "https://evil.example"}

        answer = await whole.world.it.client.post(path, content=b"a=1", headers=headers)

        answers.is_page(answer)
        assert answer.status_code == 403


class TestFields:
    @pytest.mark.parametrize("form", NAMED, ids=lambda one: one.name)
    async def test_each_fault_is_shown_beside_its_field_in_both_languages(
        self, whole: Watched, form: FormPage
    ) -> None:
        client = whole.world.clients[actor_at(form)]
        path = _at(form, whole.world.own)
        before = await whole.databases.state()
        wrong = list(_spoilt(FILLED[form.name]))

        told = [
            (why, name, *[await _send(client, path, data, one) for one in _LANGUAGES])
            for why, name, data in wrong
        ]

        for why, name, french, english in told:
            if _is_told_otherwise(form, why):
                continue
            assert french.status_code == 422, (name, why, french.status_code)
            answers.is_page(french)
            assert french.headers["content-language"] == "fr"
            assert english.headers["content-language"] == "en"
            assert f'id="{name}' in french.text or "error" in french.text, why
        assert await whole.databases.state() == before


class TestIds:
    @pytest.mark.parametrize("form", WITH_IDS, ids=lambda one: one.name)
    async def test_nothing_is_found_at_an_unknown_or_impossible_id(
        self, whole: Watched, form: FormPage
    ) -> None:
        client = whole.world.clients[actor_at(form)]
        data = FILLED.get(form.name, {"version": "1"})
        before = await whole.databases.state()

        told = [
            await client.post(
                form.path.format(**dict.fromkeys(form.names, value)),
                data=dict(data),
                headers=answers.PAGE,
            )
            for value in (str(new_id()), "x", "%00", "%7B%7D", "x" * 3_000)
        ]

        for answer in told:
            answers.is_page(answer)
            assert answer.status_code in {404, 410, 422}, answer.text[:500]
        assert await whole.databases.state() == before

    @pytest.mark.parametrize(
        "form",
        [one for one in WITH_IDS if HELD & set(one.names)],
        ids=lambda one: one.name,
    )
    async def test_what_is_foreign_is_absent(
        self, whole: Watched, form: FormPage
    ) -> None:
        world = whole.world
        client = world.clients[actor_at(form)]
        data = dict(FILLED.get(form.name, {"version": "1"}))
        before = await whole.databases.state()

        answer = await client.post(
            _at(form, world.foreign), data=data, headers=answers.PAGE
        )

        answers.is_page(answer)
        assert answer.status_code == 404, answer.text[:500]
        assert await whole.databases.state() == before


class TestVersions:
    @pytest.mark.parametrize(
        "form",
        [one for one in NAMED if "version" in FILLED[one.name] and not _is_first(one)],
        ids=lambda one: one.name,
    )
    async def test_a_page_left_open_too_long_is_refused(
        self, whole: Watched, form: FormPage
    ) -> None:
        client = whole.world.clients[actor_at(form)]
        data = dict(FILLED[form.name]) | {"version": "99"}
        before = await whole.databases.state()

        answer = await client.post(
            _at(form, whole.world.own), data=data, headers=answers.PAGE
        )

        answers.is_page(answer)
        # A state that forbids the act for any version may be told first.
        assert answer.status_code in {412, 409}, answer.text[:500]
        assert await whole.databases.state() == before


_LANGUAGES: tuple[Mapping[str, str], ...] = (answers.FRENCH, answers.ENGLISH)


async def _send(
    client: Client, path: str, data: Any, language: Mapping[str, str]
) -> httpx2.Response:
    return await client.post(path, data=data, headers={**language, **answers.PAGE})


def _spoilt(right: Mapping[str, str]) -> Any:
    """Spoil each field as somebody could who writes the request by hand."""
    for name in right:
        # Long enough for any field, and of no code, date, number or id.
        yield "too long", name, {**right, name: "é" * 5_001}
        yield "an operator", name, {**right, f"{name}[$ne]": "x"}
        yield "NUL", name, {**right, name: "abc\0def\0"}
    yield "unknown", "inconnu", {**right, "inconnu": "1"}


def _is_told_otherwise(form: FormPage, why: str) -> bool:
    """Tell what is refused for another reason: an address of nobody, a heading."""
    return (form.name, why) in {
        ("seat_member_on_page", "NUL"),
        ("sign_in", "NUL"),
        ("map_columns_by_form", "an operator"),
        ("map_columns_by_form", "unknown"),
    }


def _at(form: FormPage, ids: Mapping[str, str]) -> str:
    chosen = {name: ids.get(name, str(new_id())) for name in form.names}
    return form.path.format(**chosen | {n: CODES[n] for n in form.names if n in CODES})
