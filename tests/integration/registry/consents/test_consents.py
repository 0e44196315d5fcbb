"""SEC-05: the public reads a name only while its owner agrees."""

from typing import Any

from kit.ids import new_id
from kit.scope import Everything
from services.registry.advisors.models import Affiliation
from services.registry.advisors.repository import AdvisorRepository
from services.registry.structures.models import Structure
from tests.support.advisors import Known, list_advisor
from tests.support.harness import Client, Installation
from tests.support.registry import a_structure

ALL = Everything("the tests read everything")
HERE = "/api/v1/reception-points?place=34000"
CONSENT = "/api/v1/account/consents/directory"


async def an_advisor(it: Installation) -> tuple[Known, Client]:
    """Put an active advisor at a reception point of Montpellier."""
    structure = a_structure()
    structures = it.platform.aggregates(
        "registry", "structures", Structure, source="registry"
    )
    await structures.add(structure, at=it.platform.clock())
    known = await list_advisor(it, status="active")
    advisors = it.provided[AdvisorRepository]
    assert isinstance(advisors, AdvisorRepository)
    places = (Affiliation(structure_id=structure.id),)
    at_work = known.advisor.model_copy(update={"affiliations": places})
    await advisors.change(known.advisor, at_work, at=it.platform.clock())
    own = await it.client.sign_in("advisor", person_id=known.card.id)
    return known, own


async def named(it: Installation) -> list[str]:
    answer = await it.client.get(HERE)
    assert answer.status_code == 200, answer.text
    return [name for one in answer.json()["items"] for name in one["advisors"]]


async def put(client: Client, version: int) -> Any:
    return await client.ask("PUT", CONSENT, json={"version": version})


class TestDirectory:
    async def test_a_name_is_shown_while_its_owner_agrees(
        self, it: Installation
    ) -> None:
        known, own = await an_advisor(it)
        before = await named(it)

        given = await put(own, 1)
        during = await named(it)
        page = await it.client.page("/points-accueil?place=34000")
        withdrawn = await own.ask("DELETE", CONSENT)

        assert before == []
        assert given.status_code == 200
        assert during == [known.card.name]
        assert known.card.name in page.text
        assert withdrawn.json()["is_given"] is False
        assert [one["is_given"] for one in withdrawn.json()["answers"]] == [True, False]
        assert await named(it) == []

    async def test_another_version_or_purpose_is_refused(
        self, it: Installation
    ) -> None:
        own = await it.client.sign_in("advisor", person_id=new_id())

        assert (await put(own, 2)).status_code == 409
        absent = "/api/v1/account/consents/marketing"
        unknown = await own.ask("PUT", absent, json={"version": 1})
        assert unknown.status_code == 404
        assert (await it.client.get("/api/v1/account/consents")).status_code == 401


class TestPage:
    async def test_gives_and_takes_back_and_shows_both(self, it: Installation) -> None:
        own = await it.client.sign_in("advisor", person_id=new_id())
        here = "/compte/consentements"

        for choice in ("give", "withdraw"):
            answer = await own.post(
                f"{here}/directory", data={"version": "1", "choice": choice}
            )
            assert answer.status_code == 303
        page = await own.page(here)

        assert "accord donné" in page.text
        assert "accord retiré" in page.text
        assert "Donner mon accord" in page.text
