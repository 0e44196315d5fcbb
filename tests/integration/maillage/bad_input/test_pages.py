"""Pages asked for with what no link of theirs holds."""

import httpx2
import pytest

from kit.ids import new_id
from tests.support.harness import Client

from . import answers
from .conftest import Watched
from .filled import actor_at
from .operations import FormPage, shown

pytestmark = pytest.mark.asyncio(loop_scope="package")

VALUES = (
    "x",
    "a\0b",
    "-1",
    "9" * 40,
    '{"$gt":""}',
    "<script>alert(1)</script>",
    "é" * 5_000,
)
FOREIGN = {"advisor_id", "structure_id", "census_id"}


class TestQueries:
    @pytest.mark.parametrize("page", shown(), ids=lambda one: one.name)
    async def test_an_odd_query_is_text_or_refused_by_a_page(
        self, whole: Watched, page: FormPage
    ) -> None:
        client = whole.world.clients[actor_at(page)]
        path = _at(page, whole.world.own)
        before = await whole.databases.state()

        told = [
            (name, value, await client.page(path, params={name: value}))
            for name in ("inconnu[$ne]", *page.queries)
            for value in VALUES
        ]

        for name, value, answer in told:
            assert answer.status_code < 500, (name, value)
            assert "<script>alert" not in answer.text, name
            if answer.status_code >= 400:
                answers.is_page(answer)
            elif answer.is_redirect:
                assert answer.headers["location"].startswith("/"), (name, value)
        assert await whole.databases.state() == before


class TestIds:
    @pytest.mark.parametrize(
        "page", [one for one in shown() if one.names], ids=lambda one: one.name
    )
    async def test_what_is_not_there_has_a_page_with_a_way_on(
        self, whole: Watched, page: FormPage
    ) -> None:
        client = whole.world.clients[actor_at(page)]
        values = (str(new_id()), "x", "%00", "%7B%22%24gt%22%3A1%7D", "x" * 3_000)

        told = [await _page_at(client, page, value) for value in values]

        for answer in told:
            if answer.headers["content-type"].startswith("text/html"):
                answers.is_page(answer)
            assert answer.status_code in {404, 410, 422}, answer.status_code

    @pytest.mark.parametrize(
        "page",
        [one for one in shown() if FOREIGN & set(one.names)],
        ids=lambda one: one.name,
    )
    async def test_what_is_foreign_is_absent(
        self, whole: Watched, page: FormPage
    ) -> None:
        client = whole.world.clients["centre_manager"]

        own = await client.page(_at(page, whole.world.own))
        foreign = await client.page(_at(page, whole.world.foreign))

        # The refused lines of a census are there once it was analysed.
        assert own.status_code < 400 or page.name == "download_refused"
        answers.is_page(foreign)
        assert foreign.status_code == 404


async def _page_at(client: Client, page: FormPage, value: str) -> httpx2.Response:
    return await client.page(page.path.format(**dict.fromkeys(page.names, value)))


def _at(page: FormPage, ids: dict[str, str]) -> str:
    chosen = {name: ids.get(name, str(new_id())) for name in page.names}
    return page.path.format(**chosen)
