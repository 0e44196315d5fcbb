"""Step 1: a centre's census becomes structures and advisors (REG-01, 04, 05, 11; UX-08)."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from .browser import Enter
from .cast import CENTRES, CLAIRE, FAR_AWAY, MANAGERS, NADIA, PAUL
from .depositing import BRITTANY, apply, census_of, deposit, reached
from .founding import found_centre, let_in
from .looking import seen
from .site import Site
from .story import Story

pytestmark = pytest.mark.asyncio(loop_scope="session")

CENSUS = Path(__file__).parents[1] / "data" / "census"
BRUT = CENSUS / "recensement-occitanie-brut.csv"
SUITE = CENSUS / "recensement-occitanie-suite.csv"
EXPECTED: dict[str, Any] = json.loads((CENSUS / "expected.json").read_text("utf-8"))
VERDICTS = "nav[aria-label='Filtrer par verdict'] li"
FIELDS = "nav[aria-label='Filtrer par champ'] li"
NUMBERS = "main tbody th"


class TestNation:
    async def test_the_administrator_designates_a_centre_in_the_browser(
        self, site: Site, enter: Enter
    ) -> None:
        centre = CENTRES["occitanie"]

        async with enter(site.email, site.password) as admin:
            await admin.go("/structures/nouvelle")
            await admin.page.fill("[name=name]", centre.name)
            await admin.page.select_option("[name=kind]", "centre-de-ressources")
            await admin.page.fill("[name=postcode]", centre.postcode)
            await admin.page.fill("[name=town]", centre.town)
            await admin.page.check("[name=is_reception_point]")
            await admin.press("Enregistrer")
            await admin.page.check("[name=is_referent]")
            await admin.press("Désigner centre de ressources")
            shown = await admin.text()

        assert "Centre référent de la région" in shown
        (told,) = await site.awaited("tn.registry.centre", "centre.designated")
        assert told["data"]["region"] == "76"

    async def test_other_centres_are_founded_and_their_managers_let_in_over_http(
        self, site: Site, story: Story
    ) -> None:
        admin = await site.administrator()
        for key in ("bretagne", "grand-est", "reunion"):
            await found_centre(admin, key)

        centres = {one["name"]: one for one in await admin.items("/centres")}
        held = {key: centres[centre.name] for key, centre in CENTRES.items()}
        people = {
            one.email: await let_in(admin, one, holder_id=held[str(one.of)]["id"])
            for one in MANAGERS
        }
        people[NADIA.email] = await let_in(admin, NADIA)

        assert (
            len(await site.awaited("tn.registry.centre", "centre.designated", 4)) == 4
        )
        story.leave(1, centres=held, people=people)


class TestDeposit:
    async def test_a_file_that_is_no_census_is_refused_in_place(
        self, enter: Enter
    ) -> None:
        image = {
            "name": "photo.csv",
            "mimeType": "text/csv",
            "buffer": b"\x89PNG\r\n\x1a\n\x00\x00",
        }

        async with enter(CLAIRE.email) as claire:
            await claire.go("/recensement")
            await claire.page.set_input_files("[name=file]", image)  # type: ignore[arg-type] # a payload
            await claire.press("Analyser le fichier")

            assert "Un champ est à corriger" in await claire.text("[role=alert]")
            assert "Aucun import encore" in await claire.text()

    async def test_the_preview_counts_by_verdict_and_explains_each_refused_line(
        self, enter: Enter, story: Story
    ) -> None:
        expected = EXPECTED[BRUT.name]

        async with enter(CLAIRE.email) as claire:
            await deposit(claire, BRUT)

            assert await claire.texts(VERDICTS) == [
                *("88 Toutes", "70 À créer", "1 À mettre à jour", "0 Inchangées"),
                *("1 En double", "16 En erreur", "4 Applicables, à vérifier"),
            ]
            assert await claire.texts(NUMBERS) == list(expected["errors"])
            row = claire.page.locator("main tbody tr", has_text="Barbier").first
            cells = " ".join((await row.inner_text()).split())
            assert cells.startswith("49 Amandine Barbier")
            assert "Windows-1252, séparateur « ; »" in await claire.text()
            assert "2 vides passées (7 et 34)" in await claire.text()
            assert "« Observations » n’est pas connue" in await claire.text()
            await seen(claire, "manager-first-preview", language="fr")
            story.leave(1, census=census_of(claire))

    async def test_its_progress_is_streamed_to_machines(
        self, site: Site, story: Story
    ) -> None:
        claire = await site.machine(CLAIRE.email)
        path = f"/api/v1/censuses/{story.take('census', of=1)}/progress"

        stream = (await claire.ask("GET", path)).text

        last = json.loads(stream.strip().splitlines()[-1].removeprefix("data: "))
        assert (last["state"], last["done"], last["total"]) == ("analysed", 88, 88)

    async def test_lines_are_filtered_by_verdict_and_by_field(
        self, enter: Enter, story: Story
    ) -> None:
        async with enter(CLAIRE.email) as claire:
            await claire.go(f"/recensement/{story.take('census', of=1)}")
            await claire.follow("N° SIRET 3")
            sirets = await claire.texts(NUMBERS)
            await claire.follow("1 À mettre à jour")
            updated = await claire.text("main table")
            await claire.follow("70 À créer")
            first = await claire.texts(NUMBERS)
            await claire.follow("Suivantes")
            rest = await claire.texts(NUMBERS)

        assert sirets == ["8", "33", "43"]
        assert "Benoît Dufour" in updated
        assert len({*first, *rest}) == 70

    async def test_refused_lines_are_taken_home_with_their_reasons(
        self, enter: Enter, story: Story
    ) -> None:
        async with enter(CLAIRE.email) as claire:
            await claire.go(f"/recensement/{story.take('census', of=1)}")
            async with claire.page.expect_download() as waiting:
                await claire.page.get_by_role(
                    "link", name="Télécharger les 16 refusées"
                ).click()
            sheet = await (await waiting.value).path()
            content = Path(sheet).read_text("utf-8-sig")

        rows = list(csv.DictReader(io.StringIO(content), delimiter=";"))
        assert len(rows) == 16
        assert rows[0]["E-mail"] == "pierre.schmitt@cyber-base-magalas.example"
        assert "14 chiffres" in rows[0]["Motifs du refus"]


class TestApply:
    async def test_the_valid_lines_become_structures_and_advisors(
        self, site: Site, enter: Enter, story: Story
    ) -> None:
        async with enter(CLAIRE.email) as claire:
            await claire.go(f"/recensement/{story.take('census', of=1)}")
            await apply(claire, "Appliquer les 71 lignes")
            shown = await claire.text()
            await seen(claire, "manager-applied", language="fr")
            await claire.follow("Inviter les conseillers")
            advisors = await claire.text()

        assert "44 structures créées et 69 conseillers créés" in shown
        assert "69 personnes" in advisors
        (applied,) = await site.awaited("tn.registry.census", "census.applied")
        assert applied["data"]["advisors_created"] == 69
        assert (
            len(await site.awaited("tn.registry.advisor", "advisor.listed", 69)) == 69
        )
        assert not any(
            "Dufour" in json.dumps(one["data"], ensure_ascii=False)
            for one in await site.events("tn.registry.advisor")
        )

    async def test_another_centre_sees_nothing_of_it(
        self, site: Site, enter: Enter, story: Story
    ) -> None:
        paul = await site.machine(PAUL.email)
        census = story.take("census", of=1)

        await paul.ask("GET", f"/api/v1/censuses/{census}", refused=404)
        async with enter(PAUL.email) as in_brittany:
            await in_brittany.go("/conseillers")

            assert "Aucun conseiller pour le moment" in await in_brittany.text()


class TestUndo:
    async def test_the_whole_batch_is_taken_out_again(
        self, site: Site, enter: Enter, story: Story
    ) -> None:
        async with enter(CLAIRE.email) as claire:
            await claire.go(f"/recensement/{story.take('census', of=1)}")
            await claire.unfold("Annuler ce lot")
            await claire.press("Annuler le lot")
            await claire.page.wait_for_selector("h1:has-text('Lot annulé')")
            facts = await claire.texts("main dl.facts div")
            await claire.go("/conseillers")
            advisors = await claire.text()

        assert {"Structures retirées 44", "Conseillers retirés 69"} <= set(facts)
        assert "Fiches gardées 0" in facts
        assert "Aucun conseiller pour le moment" in advisors
        assert len(await site.awaited("tn.registry.census", "census.undone")) == 1
        await site.awaited("tn.registry.advisor", "advisor.removed", 69)

    async def test_deposited_again_it_is_recognised_and_applied(
        self, enter: Enter
    ) -> None:
        async with enter(CLAIRE.email) as claire:
            await deposit(claire, BRUT)
            preview = await claire.text()
            await apply(claire, "Appliquer les 71 lignes")

            assert "Ce fichier a déjà été déposé" in preview
            assert "44 structures créées et 69 conseillers créés" in await claire.text()


class TestSequel:
    async def test_the_next_file_says_what_it_changes_before_it_does(
        self, enter: Enter
    ) -> None:
        async with enter(CLAIRE.email) as claire:
            await deposit(claire, SUITE)
            counts = await claire.texts(VERDICTS)
            await claire.follow("6 À mettre à jour")
            columns = await claire.texts("main thead th")
            await apply(claire, "Appliquer les 10 lignes")
            await claire.go("/conseillers")

            assert counts[:4] == [
                *("32 Toutes", "4 À créer", "6 À mettre à jour", "22 Inchangées"),
            ]
            assert columns[-2:] == ["Au registre", "Dans le fichier"]
            assert "73 personnes" in await claire.text()

    async def test_once_more_it_changes_nothing(
        self, enter: Enter, story: Story
    ) -> None:
        async with enter(CLAIRE.email) as claire:
            await deposit(claire, SUITE)

            assert "32 Inchangées" in await claire.texts(VERDICTS)
            assert "Rien à appliquer" in await claire.text("main")
            assert (
                await claire.page.get_by_role("button", name="Appliquer").count() == 0
            )
            story.leave(1, preview=census_of(claire))


class TestBrittany:
    async def test_a_machine_imports_for_its_own_centre(self, site: Site) -> None:
        paul = await site.machine(PAUL.email)
        files = {"file": ("bretagne.csv", BRITTANY.encode())}

        census = (await paul.ask("POST", "/api/v1/censuses", files=files)).json()
        await reached(paul, census["id"], "analysed")
        await paul.post(f"/censuses/{census['id']}/application")
        await reached(paul, census["id"], "applied")

        (advisor,) = await paul.items("/advisors")
        assert advisor["email"] == FAR_AWAY.email
        assert advisor["regions"] == ["53"]
