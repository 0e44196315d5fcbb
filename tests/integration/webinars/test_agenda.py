"""The public agenda and its pages (WEB-20), and what each role finds at its place."""

from uuid import UUID

import pytest

from kit.ids import new_id
from schemas.access import Role
from services.webinars.partners.models import Partner
from services.webinars.partners.repository import PartnerRepository

from .conftest import Webinars, read, soon


async def know(webinars: Webinars, organisation_id: UUID, name: str) -> None:
    partners = PartnerRepository(webinars.platform.collection("webinars", "partners"))
    known = Partner(id=organisation_id, name=name, is_member=True, paid_until=None)
    await partners.overtake([(known, 1)])


class TestAgenda:
    async def test_a_region_shows_its_own_and_the_national_ones(
        self, webinars: Webinars
    ) -> None:
        partner = await webinars.partner()
        for n, (title, regions) in enumerate(
            [("National", []), ("Occitan", ["76"]), ("Breton", ["53"])]
        ):
            await webinars.published(
                partner, title_fr=title, regions=regions, starts_at=soon(hours=n)
            )

        by_region = await webinars.public.get("/api/v1/webinars?region=76")
        by_postcode = await webinars.public.page("/agenda?place=31000+Toulouse")

        titles = [one["title"]["fr"] for one in read(by_region, 200)["items"]]
        assert titles == ["National", "Occitan"]
        assert "Occitan" in by_postcode.text
        assert "Breton" not in by_postcode.text

    async def test_pages_follow_each_other_without_gap_or_repeat(
        self, webinars: Webinars
    ) -> None:
        partner = await webinars.partner()
        for n in range(5):
            await webinars.published(partner, starts_at=soon(hours=n))

        seen, after = [], ""
        while True:
            page = read(
                await webinars.public.get(f"/api/v1/webinars?limit=2{after}"), 200
            )
            seen += [one["starts_at"] for one in page["items"]]
            if page["next"] is None:
                break
            after = f"&after={page['next']}"

        assert len(seen) == 5
        assert seen == sorted(set(seen))

    @pytest.mark.parametrize(
        "query", ["theme=poterie", "region=99", "after=x", "limit=0", "after=WzFd"]
    )
    async def test_a_bad_question_is_answered_clearly(
        self, webinars: Webinars, query: str
    ) -> None:
        answer = await webinars.public.get(f"/api/v1/webinars?{query}")

        assert answer.status_code == 422
        assert answer.json()["title"]

    async def test_the_public_page_tells_who_and_how_many_seats(
        self, webinars: Webinars
    ) -> None:
        organisation_id = new_id()
        await know(webinars, organisation_id, "Facture et Compagnie")
        partner = await webinars.partner(organisation_id)
        webinar = await webinars.published(partner)

        page = await webinars.public.page(f"/webinaires/{webinar['id']}")

        assert page.status_code == 200
        assert "Facture et Compagnie" in page.text
        assert "50 places libres sur 50" in page.text
        assert "Vend un logiciel" not in page.text

    @pytest.mark.parametrize("language", ["fr", "en"])
    async def test_every_page_answers_empty_and_filled_in_both_languages(
        self, webinars: Webinars, language: str
    ) -> None:
        partner = await webinars.partner()
        headers = {"Accept-Language": language, "Cookie": f"language={language}"}
        paths = [
            "/",
            "/agenda",
            "/webinaires",
            "/webinaires/mes-inscriptions",
            "/webinaires/proposer",
        ]

        empty = [await partner.page(path, headers=headers) for path in paths]
        filled = await webinars.published(partner)
        states = [
            filled,
            await webinars.propose(partner),
            await webinars.decided(partner),
            await webinars.scheduled(partner, starts_at=soon(hours=3)),
        ]
        await partner.post(f"/api/v1/webinars/{filled['id']}/registrations")
        paths += [f"/webinaires/{one['id']}" for one in states]
        paths += [
            f"/webinaires/{filled['id']}/inscription",
            f"/webinaires/{filled['id']}/programmation",
            "/webinaires?state=open",
            "/agenda?theme=securite&region=76",
        ]
        full = [await partner.page(path, headers=headers) for path in paths]

        assert {page.status_code for page in (*empty, *full)} == {200}
        assert {page.headers["content-language"] for page in full} == {language}


class TestPlaces:
    async def test_a_partner_finds_its_own_alone(self, webinars: Webinars) -> None:
        partner, other = await webinars.partner(), await webinars.partner()
        await webinars.propose(partner, title_fr="Le mien")
        await webinars.propose(other, title_fr="Le leur")

        page = await partner.page("/webinaires")
        held = read(await partner.get("/api/v1/webinars/held"), 200)

        assert "Le mien" in page.text
        assert "Le leur" not in page.text
        assert [one["title"]["fr"] for one in held["items"]] == ["Le mien"]

    async def test_an_advisor_finds_what_is_open(self, webinars: Webinars) -> None:
        await webinars.published(await webinars.partner(), title_fr="Ouvert à tous")
        advisor = await webinars.public.sign_in(Role.ADVISOR)

        page = await advisor.page("/webinaires")

        assert "Ouvert à tous" in page.text
        assert "Filtrer par état" not in page.text

    async def test_nobody_in_particular_signs_in_first(
        self, webinars: Webinars
    ) -> None:
        page = await webinars.public.page("/webinaires")

        assert page.status_code == 303
        assert page.headers["location"].startswith("/connexion")
