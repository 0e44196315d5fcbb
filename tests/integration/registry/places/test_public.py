"""What anybody reads of the network, without an account."""

from datetime import UTC, datetime
from typing import Any

import pytest

from kit.identity.cards import Card
from kit.ids import new_id
from services.registry.advisors import facts as advisor_facts
from services.registry.advisors.models import Advisor, Affiliation
from services.registry.advisors.repository import AdvisorRepository
from services.registry.structures import facts
from services.registry.structures.models import Structure
from services.registry.structures.repository import StructureRepository
from tests.support.harness import Client, Installation
from tests.support.registry import a_structure

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


async def kept(it: Installation, *structures: Structure) -> None:
    repository: Any = it.provided[StructureRepository]
    told = [(one, [facts.created(one)]) for one in structures]
    await repository.add_many(told, at=NOON)


async def an_active_advisor(it: Installation, structure: Structure) -> None:
    advisor = Advisor(
        person_id=new_id(),
        affiliations=(Affiliation(structure_id=structure.id),),
        departments=(structure.department,),
        regions=(structure.region,),
        status="active",
    )
    repository: Any = it.provided[AdvisorRepository]
    await repository.add(advisor, advisor_facts.activated(advisor), at=NOON)
    await it.platform.cards.add(
        Card(
            id=advisor.person_id,
            first_name="Odile",
            last_name="Ferrand",
            email="odile.ferrand@example.org",
        )
    )


@pytest.fixture
def visitor(it: Installation) -> Client:
    return it.client


class TestReceptionPoints:
    async def test_are_listed_by_distance_from_the_town(
        self, it: Installation, visitor: Client
    ) -> None:
        far = a_structure(name="Paris", latitude=48.85, longitude=2.35)
        await kept(it, far, a_structure(centre_id=new_id()))

        answer = await visitor.get("/api/v1/reception-points?place=sete")

        items = answer.json()["items"]
        assert [one["name"] for one in items] == ["CMA Hérault", "Paris"]
        assert (items[0]["distance_km"], answer.json()["place"]["code"]) == (
            30.5,
            "34301",
        )
        assert "email" not in items[0]

    @pytest.mark.parametrize(
        ("place", "code", "facts_named"),
        [
            ("ste-foy", "PlaceAmbiguous", "choices"),
            ("strazzbourgue", "PlaceUnknown", "nearest"),
        ],
    )
    async def test_answer_what_may_be_meant_when_it_is_not_clear(
        self, visitor: Client, place: str, code: str, facts_named: str
    ) -> None:
        answer = await visitor.get(f"/api/v1/reception-points?place={place}")

        problem = answer.json()
        assert (answer.status_code, problem["type"]) == (422, f"/problems/{code}")
        assert problem["facts"][facts_named]
        assert problem["errors"][0]["pointer"] == "#/place"

    @pytest.mark.parametrize(
        "query", ["", "place=", f"place={'a' * 101}", "place=sete&limit=0", "limit=x"]
    )
    async def test_refuse_what_cannot_be_right(
        self, visitor: Client, query: str
    ) -> None:
        answer = await visitor.get(f"/api/v1/reception-points?{query}")

        assert answer.status_code == 422

    async def test_show_on_a_page_without_anybody_s_name(
        self, it: Installation, visitor: Client
    ) -> None:
        structure = a_structure()
        await kept(it, structure)
        await an_active_advisor(it, structure)

        page = await visitor.page("/points-accueil?place=MONTPELLIER")

        assert page.status_code == 200
        assert "CMA Hérault" in page.text
        assert "05 82 00 02 69" in page.text
        assert "Ferrand" not in page.text
        assert "@" not in page.text.partition("<main")[2]

    @pytest.mark.parametrize(
        ("query", "said"),
        [
            ("", "Donnez un code postal ou une ville"),
            ("?place=ste+foy", "Plusieurs communes peuvent convenir"),
            ("?place=xqzwk", "Aucune commune trouvée"),
            ("?place=31140", "dessert plusieurs communes"),
            ("?place=sete", "Aucun point d’accueil encore"),
            ("?place=%00", "Aucune commune trouvée"),
            ("?place=97500", "Aucun point d’accueil encore"),
        ],
    )
    async def test_say_on_the_page_what_to_do_next(
        self, visitor: Client, query: str, said: str
    ) -> None:
        page = await visitor.page(f"/points-accueil{query}")

        assert page.status_code == 200
        assert said in page.text

    async def test_list_an_island_s_without_distances(
        self, it: Installation, visitor: Client
    ) -> None:
        island = {"department": "975", "commune": "97502", "region": "975"}
        lost = {"latitude": None, "longitude": None}
        await kept(it, a_structure(name="OT", **island, **lost))

        answer = await visitor.get("/api/v1/reception-points?place=97500")

        [point] = answer.json()["items"]
        assert (point["name"], point["distance_km"]) == ("OT", None)


class TestPlaces:
    async def test_are_offered_while_one_types(self, visitor: Client) -> None:
        answer = await visitor.get("/api/v1/places?q=st etien&limit=2")

        labels = [one["label"] for one in answer.json()["items"]]
        assert labels == ["42000 Saint-Étienne", "76800 Saint-Étienne-du-Rouvray"]


class TestCoverage:
    async def test_draws_and_lists_the_same_figures(
        self, it: Installation, visitor: Client
    ) -> None:
        structure = a_structure()
        await kept(it, structure, a_structure(is_reception_point=False))
        await an_active_advisor(it, structure)

        page = await visitor.page("/centres")

        assert "Hérault (34)\u00a0: 1 conseiller<" in page.text
        assert "2 structures, 1 point d’accueil, 1 conseiller actif." in page.text
        assert "CC-BY-4.0" in page.text

    async def test_draws_reception_points_while_nobody_is_active(
        self, it: Installation, visitor: Client
    ) -> None:
        await kept(it, a_structure())

        page = await visitor.page("/centres")

        assert "Hérault (34)\u00a0: 1 point d’accueil<" in page.text

    async def test_is_complete_in_english(self, visitor: Client) -> None:
        page = await visitor.page("/centres", headers={"Accept-Language": "en"})

        assert "Resource centres" in page.text
        assert "No centre has been designated yet" in page.text
