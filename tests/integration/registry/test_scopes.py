"""Who sees which records of the register: by region, by structure, for a term."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from kit.identity.callers import Grant
from kit.ids import new_id
from tests.support.advisors import list_advisor
from tests.support.harness import Client, Installation

REFERENT, MANAGER = "regional_referent", "centre_manager"
TOULOUSE = {"postcode": "31000", "town": "Toulouse"}
LYON = {"postcode": "69001", "town": "Lyon"}
STRUCTURES, ADVISORS = "/api/v1/structures", "/api/v1/advisors"


async def a_structure(it: Installation, centre_id: UUID, **where: str) -> str:
    manager = await it.client.sign_in(MANAGER, holder_id=centre_id)
    new = {"name": f"CMA {new_id()}", "kind": "cma", **where}
    answer = await manager.post(STRUCTURES, json=new)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def referent(it: Installation, region: str = "76") -> Client:
    return await it.client.sign_in(grants=[Grant(REFERENT, region=region)])


async def manager_at(it: Installation, structure_id: str) -> Client:
    grant = Grant(MANAGER, structure_id=UUID(structure_id))
    return await it.client.sign_in(grants=[grant])


async def ids(client: Client, path: str = STRUCTURES) -> list[str]:
    answer = await client.get(path)
    assert answer.status_code == 200, answer.text
    return [one["id"] for one in answer.json()["items"]]


class TestReferent:
    async def test_reads_the_region_whoever_holds_it_and_no_other(
        self, it: Installation
    ) -> None:
        """SEC-02: a referent of region A gets 404 on region B."""
        centre = new_id()
        inside = [await a_structure(it, c, **TOULOUSE) for c in (centre, new_id())]
        outside = await a_structure(it, centre, **LYON)
        client = await referent(it)

        assert sorted(await ids(client)) == sorted(inside)
        assert (await client.get(f"{STRUCTURES}/{outside}")).status_code == 404
        assert (await client.page(f"/structures/{outside}")).status_code == 404
        assert (await client.page(f"/structures/{inside[0]}")).status_code == 200

    async def test_a_search_does_not_leave_the_region(self, it: Installation) -> None:
        await a_structure(it, new_id(), **LYON)
        client = await referent(it)

        page = await client.page("/structures?q=CMA&department=69")

        assert await ids(client, f"{STRUCTURES}?q=CMA") == []
        assert "Aucune structure ne correspond" in page.text

    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("POST", STRUCTURES),
            ("PATCH", STRUCTURES + "/{id}"),
            ("POST", "/api/v1/invitations"),
            ("GET", "/api/v1/censuses"),
            ("GET", "/api/v1/partners"),
        ],
    )
    async def test_changes_nothing_and_reads_nothing_else(
        self, it: Installation, method: str, path: str
    ) -> None:
        structure = await a_structure(it, new_id(), **TOULOUSE)
        client = await referent(it)
        body: dict[str, Any] = {} if method == "GET" else {"json": {}}

        answer = await client.ask(method, path.format(id=structure), **body)

        assert answer.status_code == 403

    async def test_is_offered_no_act_that_it_may_not_do(self, it: Installation) -> None:
        structure = await a_structure(it, new_id(), **TOULOUSE)
        client = await referent(it)

        sheet = await client.page(f"/structures/{structure}")
        menu = sheet.text[: sheet.text.index("<main")]

        assert "/modifier" not in sheet.text
        assert 'href="/conseillers"' in menu
        assert 'href="/recensement"' not in menu

    async def test_without_a_region_reads_nothing(self, it: Installation) -> None:
        await a_structure(it, new_id(), **TOULOUSE)
        client = await it.client.sign_in(REFERENT)

        assert (await client.get(STRUCTURES)).status_code == 403


class TestManagerOfOneStructure:
    async def test_reads_and_corrects_that_structure_alone(
        self, it: Installation
    ) -> None:
        centre = new_id()
        own = await a_structure(it, centre, **TOULOUSE)
        sister = await a_structure(it, centre, **TOULOUSE)
        client = await manager_at(it, own)
        change = {"json": {"website": "exemple.fr"}, "headers": {"If-Match": '"v1"'}}

        changed = await client.ask("PATCH", f"{STRUCTURES}/{own}", **change)
        refused = await client.ask("PATCH", f"{STRUCTURES}/{sister}", **change)

        assert await ids(client) == [own]
        assert (changed.status_code, refused.status_code) == (200, 404)

    async def test_reads_who_works_there_and_nobody_else(
        self, it: Installation
    ) -> None:
        centre = new_id()
        own = await a_structure(it, centre, **TOULOUSE)
        mine = await list_advisor(it, centre_id=centre, structure_id=UUID(own))
        other = await list_advisor(it, centre_id=centre)
        client = await manager_at(it, own)

        assert await ids(client, ADVISORS) == [str(mine.id)]
        assert (await client.get(f"{ADVISORS}/{other.id}")).status_code == 404

    async def test_adds_no_structure_and_imports_no_census(
        self, it: Installation
    ) -> None:
        client = await manager_at(it, await a_structure(it, new_id(), **TOULOUSE))
        new = {"name": "CMA", "kind": "cma", **TOULOUSE}

        assert (await client.post(STRUCTURES, json=new)).status_code == 403
        assert (await client.page("/structures/nouvelle")).status_code == 403
        assert (await client.page("/recensement")).status_code == 403


class TestTerm:
    async def test_an_ended_grant_gives_nothing_in_an_open_session(
        self, it: Installation
    ) -> None:
        """SEC-01: from its end on, with nothing having to run."""
        centre, now = new_id(), it.platform.clock()
        structure = await a_structure(it, centre, **TOULOUSE)
        ending = Grant(MANAGER, centre, ends_at=now + timedelta(hours=1))
        client = await it.client.sign_in(grants=[ending])
        before = await client.get(f"{STRUCTURES}/{structure}")

        sessions = it.platform.collection("identity", "sessions")
        await sessions.update_many(
            {"grants.holder_id": centre, "grants.ends_at": {"$ne": None}},
            {"$set": {"grants.$[].ends_at": now}},
        )
        after = await client.get(f"{STRUCTURES}/{structure}")

        assert (before.status_code, after.status_code) == (200, 403)

    async def test_a_grant_gives_nothing_before_its_first_day(
        self, it: Installation
    ) -> None:
        begins = it.platform.clock() + timedelta(days=1)
        grant = Grant(MANAGER, new_id(), starts_at=begins)
        client = await it.client.sign_in(grants=[grant])

        assert (await client.get(STRUCTURES)).status_code == 403
