"""Section 4 of the contract: a wrong file gets a clear answer and writes nothing."""

import io
import zipfile

import pytest

from tests.support.harness import Client
from tests.unit.registry.imports.builders import LINE, as_csv, as_xlsx, with_cells

from .census import API, Census


def bomb() -> bytes:
    """A workbook of a few kilobytes that opens into hundreds of megabytes."""
    sheet = as_xlsx({"A": [["Structure", "Type de structure", "CP", "Ville"]]})
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(sheet)) as whole,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        for name in whole.namelist():
            data = whole.read(name)
            if name.endswith("sheet1.xml"):
                data += b" " * (200 * 1024 * 1024)
            packed.writestr(name, data)
    return target.getvalue()


FILES = {
    "image": (b"\x89PNG\r\n\x1a\n" + b"\0" * 64, 422, "NotATable"),
    "empty": (b"", 422, "FileEmpty"),
    "NUL byte": (b"structure_nom;siret\r\nAl\0bi;1\r\n", 422, "BinaryData"),
}
# A page asks what the columns are; a machine is told which are missing.
ANOTHER_TABLE = {"another table": (b"a;b\r\n1;2\r\n", 422, "MissingHeadings")}


class TestFileThatIsNoCensus:
    @pytest.mark.parametrize("name", FILES | ANOTHER_TABLE)
    async def test_it_is_refused_in_the_readers_language_and_nothing_is_written(
        self, census: Census, manager: Client, name: str
    ) -> None:
        data, status, code = (FILES | ANOTHER_TABLE)[name]
        # The night of retention is planned as the service starts.
        before = await census.stored("due_jobs")

        answer = await census.deposit(manager, data, headers={"Accept-Language": "fr"})

        assert answer.status_code == status
        problem = answer.json()
        assert problem["type"] == f"/problems/{code}"
        assert problem["errors"][0]["pointer"] == "#/file"
        assert await census.stored("imports") == []
        assert await census.stored("census.files") == []
        assert await census.stored("due_jobs") == before

    @pytest.mark.parametrize("name", FILES)
    async def test_the_page_shows_the_form_again_with_the_reason(
        self, manager: Client, name: str
    ) -> None:
        data, status, _ = FILES[name]

        answer = await manager.post(
            "/recensement",
            files={"file": ("census.csv", data)},
            headers={"Accept": "text/html"},
        )

        assert answer.status_code == status
        assert 'type="file"' in answer.text
        assert 'role="alert"' in answer.text


class TestFileTooMuch:
    async def test_a_workbook_that_explodes_is_refused(
        self, census: Census, manager: Client
    ) -> None:
        answer = await census.deposit(manager, bomb(), name="bombe.xlsx")

        assert answer.status_code == 422
        assert answer.json()["type"] in {
            "/problems/WorkbookTooLarge",
            "/problems/WorkbookBroken",
        }

    async def test_twenty_megabytes_are_refused(
        self, census: Census, manager: Client
    ) -> None:
        answer = await census.deposit(manager, b"a;b\n" * (5 * 1024 * 1024))

        assert answer.status_code == 413
        assert answer.headers["content-type"] == "application/problem+json"

    async def test_a_file_beyond_its_own_limit_says_which(
        self, census: Census, manager: Client
    ) -> None:
        answer = await census.deposit(manager, b"a;b\n" * (21 * 128 * 1024))

        assert answer.status_code == 413
        assert "10" in answer.json()["detail"]


class TestCells:
    async def test_a_formula_is_kept_as_text_and_neutralised_when_taken_home(
        self, census: Census, manager: Client
    ) -> None:
        formula = '=HYPERLINK("http://evil.example")'
        batch = await census.analyse(
            manager, as_csv(with_cells(adresse=formula, quotite="120"))
        )

        sheet = await manager.get(f"{API}/{batch['id']}/refused")

        text = sheet.content.decode("utf-8-sig")
        assert "'=HYPERLINK" in text
        assert sheet.content.startswith(b"\xef\xbb\xbf")

    async def test_a_cell_full_of_markup_is_shown_as_text(
        self, census: Census, manager: Client
    ) -> None:
        wanted = with_cells(structure_type="<script>alert(1)</script>")
        batch = await census.analyse(manager, as_csv(wanted))

        page = await manager.page(f"/recensement/{batch['id']}")

        assert "<script>alert" not in page.text
        assert "&lt;script&gt;alert" in page.text


class TestRequest:
    async def test_without_a_file_it_says_what_is_missing(
        self, manager: Client
    ) -> None:
        answer = await manager.post(API, data={"centre_id": ""})

        assert answer.status_code == 422
        pointers = {one["pointer"] for one in answer.json()["errors"]}
        assert "#/file" in pointers

    async def test_a_mapping_that_is_no_mapping_is_refused(
        self, census: Census, manager: Client
    ) -> None:
        for mapping in ("[1]", "{", '{"a": 1}', '{"Nom": "nowhere"}'):
            answer = await census.deposit(
                manager, as_csv(LINE), data_fields={"mapping": mapping}
            )

            assert answer.status_code == 422, mapping
        assert await census.stored("imports") == []

    async def test_a_wrong_id_is_not_found(self, manager: Client) -> None:
        for wrong in ("nothing", "01936a2b-11d0-7c55-8a3f-2f6a9d0e7b11"):
            assert (await manager.get(f"{API}/{wrong}")).status_code == 404
            assert (await manager.page(f"/recensement/{wrong}")).status_code == 404

    async def test_a_cursor_that_is_none_of_ours_is_refused(
        self, census: Census, manager: Client
    ) -> None:
        batch = await census.analyse(manager, as_csv(LINE))

        for path in ("", f"/{batch['id']}/lines", f"/{batch['id']}/left-alone"):
            answer = await manager.get(f"{API}{path}?after=nonsense")

            assert answer.status_code == 422, path

    async def test_the_same_deposit_sent_twice_is_one_batch(
        self, census: Census, manager: Client
    ) -> None:
        files = {"file": ("a.csv", as_csv(LINE), "text/csv")}
        headers = {"Idempotency-Key": "deposit"}

        # Each time the client draws another boundary for the parts of the form.
        first = await manager.post(API, files=files, headers=headers)
        second = await manager.post(API, files=files, headers=headers)

        assert (first.status_code, second.status_code) == (201, 201)
        assert first.json()["id"] == second.json()["id"]
        assert len(await census.stored("imports")) == 1

    async def test_the_same_file_deposited_again_says_so(
        self, census: Census, manager: Client
    ) -> None:
        first = await census.analyse(manager, as_csv(LINE))

        again = await census.analyse(manager, as_csv(LINE))

        assert again["same_as"] == first["id"]
        page = await manager.page(f"/recensement/{again['id']}")
        assert f'href="/recensement/{first["id"]}"' in page.text
