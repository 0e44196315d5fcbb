"""UX-08: the pages of a census, from the upload to the undoing, without script."""

import json
import re

import pytest

from tests.support.harness import Client
from tests.unit.registry.imports.builders import LINE, as_csv

from .census import API, BRUT, CENSUS, Census

UNNAMED = b"Structure;Genre;CP;Ville\r\nCyber-base Albi;cyber-base;81000;Albi\r\n"


async def upload(client: Client, data: bytes) -> str:
    answer = await client.post(
        "/recensement",
        files={"file": ("census.csv", data)},
        headers={"Accept": "text/html"},
    )
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


class TestWay:
    async def test_from_the_file_to_its_undoing(
        self, census: Census, manager: Client
    ) -> None:
        place = await upload(manager, (CENSUS / BRUT).read_bytes())
        waiting = await manager.page(place)
        assert "<progress" in waiting.text
        assert 'http-equiv="refresh"' in waiting.text

        await census.work()
        preview = await manager.page(place)
        assert "71 lignes valides" in preview.text
        assert "Sazzint-Alban" in preview.text

        version = re.search(r'name="version" value="(\d+)"', preview.text)
        assert version
        applied = await manager.post(
            f"{place}/application", data={"version": version[1]}
        )
        assert applied.status_code == 303
        await census.work()
        assert "44 structures créées" in (await manager.page(place)).text

        await manager.post(f"{place}/annulation")
        await census.work()
        assert "Lot annulé" in (await manager.page(place)).text

    async def test_an_empty_list_says_what_will_come(self, manager: Client) -> None:
        page = await manager.page("/recensement")

        assert page.status_code == 200
        assert "Aucun import encore" in page.text

    async def test_an_abandoned_file_is_forgotten(
        self, census: Census, manager: Client
    ) -> None:
        place = await upload(manager, as_csv(LINE))
        await census.work()

        answer = await manager.post(f"{place}/abandon")

        assert answer.headers["location"] == "/recensement"
        assert await census.stored("import_lines") == []
        assert await census.stored("census.files") == []
        assert (await manager.page(place)).status_code == 200
        refused = await manager.page(f"{place}/refusees.csv")
        assert refused.status_code == 409


class TestPreview:
    @pytest.mark.parametrize(
        ("view", "line"),
        [
            ("erreur", "Sazzint-Alban"),
            ("creer", "Nouveau"),
            ("modifier", "nouveau rattachement"),
            ("double", "La même chose que la ligne"),
            ("verifier", "blockchain"),
            ("inchangees", "Aucune ligne ici"),
            ("toutes", "en erreur"),
        ],
    )
    async def test_each_verdict_lists_its_lines(
        self, census: Census, manager: Client, view: str, line: str
    ) -> None:
        batch = await census.analyse(manager, BRUT)

        page = await manager.page(f"/recensement/{batch['id']}?voir={view}")

        assert page.status_code == 200
        assert line in page.text

    async def test_a_field_narrows_the_refused_lines(
        self, census: Census, manager: Client
    ) -> None:
        batch = await census.analyse(manager, BRUT)

        page = await manager.page(f"/recensement/{batch['id']}?voir=erreur&champ=siret")

        assert "9870670710003" in page.text
        assert "Sazzint-Alban" not in page.text

    async def test_long_lists_go_on_by_cursor(
        self, census: Census, manager: Client
    ) -> None:
        batch = await census.analyse(manager, BRUT)

        first = await manager.page(f"/recensement/{batch['id']}?voir=creer")
        following = re.search(r'href="([^"]+)" rel="next"', first.text)
        assert following
        second = await manager.page(following[1].replace("&amp;", "&"))

        assert second.status_code == 200
        numbers = [
            set(re.findall(r'scope="row" class="num"[^>]*>(\d+)<', one.text))
            for one in (first, second)
        ]
        assert len(numbers[0]) == 50
        assert len(numbers[1]) == 20
        assert not numbers[0] & numbers[1]

    async def test_it_is_whole_in_english(
        self, census: Census, manager: Client
    ) -> None:
        batch = await census.analyse(manager, BRUT)

        page = await manager.page(
            f"/recensement/{batch['id']}", headers={"Cookie": "language=en"}
        )

        assert 'lang="en"' in page.text
        assert "Preview before applying" in page.text
        assert "A town of 31140" in page.text


class TestColumns:
    async def test_headings_that_are_missing_are_given_by_hand(
        self, census: Census, manager: Client
    ) -> None:
        place = await upload(manager, UNNAMED)
        asked = await manager.page(place)
        assert "Type de structure" in asked.text
        assert "« Genre »" in asked.text.replace("\u00a0", " ").replace("\u202f", " ")

        columns = ("structure_nom", "structure_type", "code_postal", "commune")
        form = {f"c{number}": name for number, name in enumerate(columns)}
        answer = await manager.post(f"{place}/colonnes", data={"version": "1", **form})

        assert answer.status_code == 303
        await census.work()
        assert "1 structure créée" in spaced((await manager.page(place)).text)

    async def test_a_column_given_twice_is_refused_and_the_choices_stay(
        self, manager: Client
    ) -> None:
        place = await upload(manager, UNNAMED)

        form = {"version": "1", "c0": "commune", "c1": "commune", "c2": "", "c3": ""}
        answer = await manager.post(f"{place}/colonnes", data=form)

        assert answer.status_code == 422
        assert 'role="alert"' in answer.text
        assert answer.text.count('value="commune" selected') == 2

    async def test_an_unknown_heading_of_a_preview_can_be_given_a_column(
        self, census: Census, manager: Client
    ) -> None:
        batch = await census.analyse(manager, BRUT)
        lines = await manager.get(f"{API}/{batch['id']}/lines?limit=200")
        kept = [one["unused"] for one in lines.json()["items"] if one["unused"]]
        assert all(set(one) == {"Observations"} for one in kept)

        mapped = await manager.ask(
            "PUT",
            f"{API}/{batch['id']}/mapping",
            json={"mapping": {"Téléphone": "", "Observations": "conseiller_telephone"}},
            headers={"If-Match": f'"v{batch["version"]}"'},
        )

        assert mapped.status_code == 200, mapped.text
        await census.work()
        again = await census.get(manager, batch["id"])
        assert again["state"] == "analysed"
        assert again["reading"]["unknown_headings"] == ["Téléphone"]
        assert len(await census.stored("import_lines")) == 88

    async def test_an_old_version_is_refused(
        self, census: Census, manager: Client
    ) -> None:
        batch = await census.analyse(manager, BRUT)

        answer = await manager.ask(
            "PUT",
            f"{API}/{batch['id']}/mapping",
            json={"mapping": {}},
            headers={"If-Match": '"v1"'},
        )

        assert answer.status_code == 412


class TestProgress:
    async def test_it_streams_until_the_preview_is_ready(
        self, census: Census, manager: Client
    ) -> None:
        batch_id = (await census.deposit(manager, BRUT)).json()["id"]
        await census.work()

        answer = await manager.get(f"{API}/{batch_id}/progress")

        assert answer.headers["content-type"].startswith("text/event-stream")
        events = [one for one in answer.text.split("\n\n") if one]
        last = json.loads(events[-1].partition("data: ")[2])
        assert last == {"state": "analysed", "done": 88, "total": 88}

    async def test_the_bar_sends_to_the_page_when_nothing_moves_any_more(
        self, census: Census, manager: Client
    ) -> None:
        batch_id = (await census.deposit(manager, BRUT)).json()["id"]
        place = f"/recensement/{batch_id}"
        waiting = await manager.page(f"{place}/avancement")
        await census.work()

        ready = await manager.page(f"{place}/avancement")

        assert "hx-redirect" not in waiting.headers
        assert 'hx-trigger="every 1s"' in waiting.text
        assert ready.headers["hx-redirect"] == place


def spaced(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")
