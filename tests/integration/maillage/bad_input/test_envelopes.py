"""What is wrong around a request: its size, its headers, its method, its language."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from . import answers
from .conftest import Watched
from .operations import Operation, operations

pytestmark = pytest.mark.asyncio(loop_scope="package")

MEGABYTE = 2**20
WITH_BODY = [one for one in operations() if one.body is not None]
IMAGE = b"\x89PNG\r\n\x1a\n" + bytes(64)
LANGUAGES = (
    "",
    "x" * 10_000,
    "en;q=nan",
    "fr;q=,en;q=-1",
    "*",
    ",;,;",
    "\u00e9",
    "../../etc",
)


class TestSize:
    async def test_twenty_megabytes_are_refused_everywhere(
        self, whole: Watched
    ) -> None:
        body = b"x" * (20 * MEGABYTE)
        before = await whole.databases.state()

        told = [await _send(whole, operation, body) for operation in WITH_BODY]
        page = await whole.world.clients["nobody"].post(
            "/connexion", content=body, headers=answers.PAGE
        )

        for answer in told:
            answers.is_refusal(answer)
            assert answer.status_code == 413, answer.text
        answers.is_page(page)
        assert page.status_code == 413
        assert await whole.databases.state() == before

    async def test_so_are_those_whose_length_was_not_told(self, whole: Watched) -> None:
        async def endless() -> AsyncIterator[bytes]:
            for _ in range(20):
                yield b"x" * MEGABYTE

        told = [
            await _send(whole, operation, endless()) for operation in WITH_BODY[::5]
        ]

        for answer in told:
            answers.is_refusal(answer)
            assert answer.status_code == 413, answer.text


class TestHeaders:
    @pytest.mark.parametrize("language", LANGUAGES)
    async def test_a_language_that_is_none_is_french(
        self, whole: Watched, language: str
    ) -> None:
        headers = {b"Accept-Language": language.encode("latin-1")}
        client = whole.world.clients["nobody"].http

        told = await client.get("/api/v1/nothing", headers=headers)

        answers.is_refusal(told)
        assert told.json()["title"] == "Cette page n’existe pas"

    @pytest.mark.parametrize(
        "headers",
        [
            {"Authorization": "Bearer "},
            {"Authorization": "Bearer ms_" + "x" * 9_000},
            {"Authorization": "Basic eDp4"},
            {"Authorization": "Bearer mk_\u00e9"},
            {"Cookie": "maillage_session=ms_x; language=../..; theme=x"},
            {"Cookie": "=;;=\x01;maillage_session"},
            {"X-Correlation-Id": "x" * 9_000},
            {"Traceparent": "x" * 9_000},
            {"Content-Length": "-1"},
            {"Host": "{}"},
            {"If-None-Match": "\u00e9"},
        ],
        ids=str,
    )
    async def test_odd_headers_are_as_good_as_none(
        self, whole: Watched, headers: dict[str, str]
    ) -> None:
        sent = [(one.encode(), its.encode("latin-1")) for one, its in headers.items()]
        client = whole.world.clients["nobody"].http

        told = await client.get("/api/v1/account", headers=sent)
        page = await client.get("/compte", headers=[*sent, (b"Accept", b"text/html")])

        answers.is_refusal(told)
        assert told.status_code == 401
        assert page.status_code == 303

    async def test_a_trace_that_is_none_is_not_handed_on(self, whole: Watched) -> None:
        client = whole.world.clients["national_admin"]
        body = {"name": "Trace et Cie", "fee_cents": 100_000}

        made = await client.post(
            "/api/v1/partners", json=body, headers={"Traceparent": b"x\xe9" * 900}
        )

        partners = whole.world.it.platform.collection("registry", "partners")
        stored = await partners.find_one({"name": "Trace et Cie"})
        assert made.status_code == 201, made.text
        assert stored is not None
        assert "xé" not in str(stored["pending"])


class TestMethods:
    @pytest.mark.parametrize("method", ["TRACE", "PROPFIND", "DELETE", "X" * 60])
    async def test_a_method_that_an_address_does_not_have_is_refused(
        self, whole: Watched, method: str
    ) -> None:
        client = whole.world.clients["nobody"]

        api = await client.ask(method, "/api/v1/structures")
        page = await client.ask(method, "/connexion", headers=answers.PAGE)
        metrics = await client.get("/metrics")

        answers.is_refusal(api)
        answers.is_page(page)
        assert (api.status_code, page.status_code) == (405, 405)
        assert "X" * 60 not in metrics.text


class TestFiles:
    @pytest.mark.parametrize(
        ("name", "data"),
        [
            ("image.csv", IMAGE),
            ("image.xlsx", IMAGE),
            ("vide.csv", b""),
            ("nul.csv", b"Structure;CP\r\nA\0b;34000\r\n"),
            ("../../../etc/passwd", b"a;b\r\n1;2\r\n"),
            ("x" * 5_000 + ".csv", IMAGE),
            ("a\0b.csv", IMAGE),
            ("archive.xlsx", b"PK\x03\x04" + bytes(200)),
        ],
        ids=range(8),
    )
    async def test_what_is_no_census_is_refused_and_not_kept(
        self, whole: Watched, name: str, data: bytes
    ) -> None:
        client = whole.world.clients["centre_manager"]
        before = await whole.databases.state()

        french = await _deposit(client, name, data, answers.FRENCH)
        english = await _deposit(client, name, data, answers.ENGLISH)

        answers.speaks_both(french, english)
        # A name of thousands of signs is refused with the head of its part.
        if french.status_code != 400:
            answers.names_field(french, "file")
        assert await whole.databases.state() == before

    @pytest.mark.parametrize(
        "fields",
        [
            {"centre_id": "x"},
            {"mapping": "{"},
            {"mapping": '{"a": {"$gt": ""}}'},
            {"mapping": "[" * 5_000},
            {"mapping": '{"a": "' + "x" * 101 + '"}'},
        ],
        ids=range(5),
    )
    async def test_what_stands_beside_the_file_is_checked_too(
        self, whole: Watched, fields: dict[str, str]
    ) -> None:
        client = whole.world.clients["centre_manager"]
        before = await whole.databases.state()

        answer = await client.post(
            "/api/v1/censuses", files={"file": ("a.csv", b"a;b")}, data=fields
        )

        answers.names_field(answer, next(iter(fields)))
        assert await whole.databases.state() == before

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"--x",
            b"--x\r\n\r\n--x--",
            b'--x\r\nContent-Disposition: form-data; name="file"\r\n\r\nabc',
            b'--x\r\nContent-Disposition: form-data; name="file"\r\n\r\nabc\r\n--x--\r\n',
            b"--x\r\nContent-Disposition: \xff\r\n\r\n\xff\r\n--x--\r\n",
        ],
        ids=range(6),
    )
    @pytest.mark.parametrize("kind", ["; boundary=x", "", "; boundary=" + "y" * 300])
    async def test_parts_that_do_not_fit_are_refused(
        self, whole: Watched, content: bytes, kind: str
    ) -> None:
        client = whole.world.clients["centre_manager"]
        headers = {"Content-Type": f"multipart/form-data{kind}"}
        before = await whole.databases.state()

        answer = await client.post("/api/v1/censuses", content=content, headers=headers)
        page = await client.post(
            "/recensement", content=content, headers=headers | answers.PAGE
        )

        answers.is_refusal(answer)
        answers.is_page(page)
        assert await whole.databases.state() == before


async def _send(whole: Watched, operation: Operation, body: Any) -> Any:
    client = whole.world.actor(operation.name, operation.path)
    path = operation.path.replace("{", "").replace("}", "")
    headers = {"Content-Type": operation.media_type or "", "If-Match": '"v1"'}
    return await client.ask(operation.method, path, content=body, headers=headers)


async def _deposit(client: Any, name: str, data: bytes, headers: Any) -> Any:
    files = {"file": (name, data)}
    return await client.post("/api/v1/censuses", files=files, headers=headers)
