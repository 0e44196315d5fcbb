"""Whoever meets a person's data is traced, wherever they look from (SEC-04)."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest
import pytest_asyncio

from kit.ids import new_id
from maillage.embedded import Servers
from services.registry.roles import REGISTRY
from tests.integration.registry.imports.census import CENTRE, Census
from tests.support.advisors import (
    Known,
    enrolled,
    link_of,
    list_advisor,
    manager_of,
)
from tests.support.harness import Client, Installation, standing
from tests.support.trace import is_whole, screens, traced
from tests.unit.registry.imports.builders import LINE, as_csv, with_cells

EMAIL = LINE["conseiller_courriel"]

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def it(servers: Servers) -> AsyncIterator[Installation]:
    async with standing(servers, REGISTRY) as installation:
        yield installation


async def person_with(it: Installation, email: str) -> UUID:
    found = await it.platform.cards.with_emails([email])
    return found[email].id


class TestEveryScreen:
    async def test_pages_and_interfaces_that_show_a_person_are_traced(
        self, it: Installation
    ) -> None:
        known = await list_advisor(it, centre_id=CENTRE)
        manager = await manager_of(it, CENTRE)

        for path in (
            "/conseillers",
            f"/conseillers/{known.id}",
            "/api/v1/advisors",
            f"/api/v1/advisors/{known.id}",
        ):
            assert (await manager.page(path)).status_code == 200

        found = await traced(it, known.advisor.person_id)
        assert [(one.access, one.route) for one in found] == [
            ("read", "/conseillers"),
            ("read", "/conseillers/{advisor_id}"),
            ("read", "/api/v1/advisors"),
            ("read", "/api/v1/advisors/{advisor_id}"),
        ]
        assert {one.role for one in found} == {"centre_manager"}
        assert {one.holder_id for one in found} == {CENTRE}
        assert await is_whole(it)

    async def test_a_change_is_traced_with_its_screen(self, it: Installation) -> None:
        known = await list_advisor(it, centre_id=CENTRE)
        manager = await manager_of(it, CENTRE)

        changed = await manager.ask(
            "PATCH",
            f"/api/v1/advisors/{known.id}",
            json={"themes": ["site-web"]},
            headers={"If-Match": '"v1"', "Idempotency-Key": "once"},
        )
        await manager.post(f"/api/v1/advisors/{known.id}/invitation")

        assert changed.status_code == 200, changed.text
        writes = [
            route
            for access, route in await screens(it, known.advisor.person_id)
            if access == "write"
        ]
        assert writes == [
            "/api/v1/advisors/{advisor_id}",
            "/api/v1/advisors/{advisor_id}/invitation",
        ]

    async def test_a_census_and_the_page_of_its_structure_are_traced(
        self, it: Installation
    ) -> None:
        manager = await manager_of(it, CENTRE)
        census = Census(it)

        await census.apply(manager, as_csv(LINE))
        person_id = await person_with(it, EMAIL)
        created = await traced(it, person_id)
        [structure] = (await manager.get("/api/v1/structures")).json()["items"]
        page = await manager.page(f"/structures/{structure['id']}")
        shown = (await screens(it, person_id))[len(created) :]
        moved = with_cells(conseiller_nom="Martin-Duval")
        await census.apply(manager, as_csv(moved))
        changed = (await traced(it, person_id))[len(created) + len(shown) :]

        assert [one.access for one in created] == ["write"]
        assert "Martin" in page.text
        assert shown == [("read", "/structures/{structure_id}")]
        assert {"read", "write"} == {one.access for one in changed}
        for one in (*created, *changed):
            assert (one.method, one.route) == ("JOB", "census")
            assert one.actor is not None
            assert (one.role, one.holder_id) == ("centre_manager", CENTRE)

    async def test_a_link_opened_without_an_account_is_traced(
        self, it: Installation
    ) -> None:
        known = await list_advisor(it, centre_id=CENTRE)
        manager = await manager_of(it, CENTRE)
        await manager.post(f"/api/v1/advisors/{known.id}/invitation")

        it.client.http.cookies.clear()
        await it.client.page(f"/invitation/{link_of(it, known)}")

        last = (await traced(it, known.advisor.person_id))[-1]
        assert (last.actor, last.role) == (None, None)
        assert last.route == "/invitation/{token}"

    async def test_a_page_refused_to_a_stranger_is_no_consultation(
        self, it: Installation
    ) -> None:
        known = await list_advisor(it, centre_id=CENTRE)
        stranger = await manager_of(it, new_id())

        answer = await stranger.page(f"/conseillers/{known.id}")

        assert answer.status_code == 404
        assert await traced(it, known.advisor.person_id) == []


class TestOneself:
    async def test_signing_in_and_reading_one_s_account_is_no_consultation(
        self, it: Installation
    ) -> None:
        known = await list_advisor(it, centre_id=CENTRE)
        own = await enrolled(it, known, await manager_of(it, CENTRE))
        before = len(await traced(it, known.advisor.person_id))

        await own.get("/api/v1/account")
        await own.page("/compte")

        after = await traced(it, known.advisor.person_id)
        assert [one for one in after if one.route == "/api/v1/sessions"] == []
        assert len(after) == before

    async def test_a_person_sees_who_looked_by_role_and_centre_and_no_name(
        self, it: Installation
    ) -> None:
        known, own = await looked_at(it)

        page = await own.page("/compte/consultations")
        told = (await own.get("/api/v1/account/consultations")).json()

        first = told["items"][0]
        assert page.status_code == 200
        assert "gestion du centre" in page.text.lower()
        assert "GET /conseillers/{advisor_id}" in page.text
        assert "Claire Vidal" not in page.text
        assert first["access"] == "read"
        assert first["role"] == "centre_manager"
        assert first["who"] == "person"
        assert first["route"] == "/conseillers/{advisor_id}"
        assert "actor" not in first
        assert str(known.advisor.person_id) not in str(told)

    async def test_the_list_goes_on_where_it_ended(self, it: Installation) -> None:
        known, own = await looked_at(it, times=5)

        items, cursor = [], ""
        for _ in range(10):
            answer = await own.get(f"/api/v1/account/consultations?limit=2{cursor}")
            items += answer.json()["items"]
            if answer.json()["next"] is None:
                break
            cursor = f"&after={answer.json()['next']}"

        positions = [one["position"] for one in items]
        assert positions == sorted(set(positions), reverse=True)
        assert len(positions) == len(await traced(it, known.advisor.person_id))

    async def test_nobody_reads_another_s(self, it: Installation) -> None:
        await looked_at(it)
        other = await it.client.sign_in("advisor")

        told = (await other.get("/api/v1/account/consultations")).json()
        wrong = await other.get("/api/v1/account/consultations?after=x")
        it.client.http.cookies.clear()
        page = await it.client.page("/compte/consultations")
        nobody = await it.client.get("/api/v1/account/consultations")

        assert told == {"items": [], "next": None}
        assert page.status_code == 303
        assert nobody.status_code == 401
        assert wrong.status_code == 422


async def looked_at(it: Installation, *, times: int = 1) -> tuple[Known, Client]:
    """Enrol an advisor, and have a manager open their sheet."""
    known = await list_advisor(it, centre_id=CENTRE)
    manager = await manager_of(it, CENTRE)
    own = await enrolled(it, known, manager)
    for _ in range(times):
        await manager.page(f"/conseillers/{known.id}")
    await it.platform.recorder.flush()
    return known, own
