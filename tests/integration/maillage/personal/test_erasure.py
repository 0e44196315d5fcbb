"""A person reads all that is kept of them, then leaves: every service forgets them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

import pytest
import pytest_asyncio

from kit.ids import new_id
from maillage.embedded import Servers
from services.registry.erasure.service import ErasureService
from tests.integration.maillage.bad_input.watching import Databases
from tests.support.harness import Client, eventually
from tests.support.namespaces import clear, new_namespace

from .markers import EMAIL, WORDS, Place, Where, marked_places
from .network import network
from .story import (
    API,
    MOVED_EMAIL,
    NEW_EMAIL,
    OTHER_EMAIL,
    PARTNER,
    PASSWORD,
    Story,
    made,
    read,
    told,
)

pytestmark = pytest.mark.asyncio(loop_scope="module")

SERVICES = ["governance", "hub", "notifications", "registry", "webinars"]


@dataclass
class Left:
    """The network after its story, every relay and worker at work."""

    story: Story
    databases: Databases

    @property
    def admin(self) -> Client:
        return self.story.admin

    async def where(self, *markers: str) -> dict[Where, set[Place]]:
        return await marked_places(
            self.databases, tuple(one.lower() for one in markers)
        )

    async def erase(self, name: str) -> dict[str, Any]:
        """Erase one of the story's people, and wait until all have confirmed."""
        person_id = self.story.people[name]
        await made(self.admin, "/erasures", {"person_id": person_id})

        async def proved() -> dict[str, Any] | None:
            proof = read(await self.admin.get(f"{API}/erasures/{person_id}"))
            return proof if proof["state"] == "complete" else None

        return cast("dict[str, Any]", await eventually(proved, seconds=40))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def left(servers: Servers) -> AsyncIterator[Left]:
    namespace = new_namespace()
    databases = Databases(servers.mongo_url, namespace)
    try:
        async with network(servers, namespace) as it, it.working():
            yield Left(await told(it), databases)
    finally:
        await databases.close()
        await clear(namespace, servers=servers)


class TestOwnData:
    """SEC-06"""

    async def test_every_service_gives_its_part_as_a_page_and_as_json(
        self, left: Left
    ) -> None:
        own = left.story.clients["advisor"]
        asked = await made(own, "/account/data")

        async def whole() -> dict[str, Any] | None:
            copy = read(await own.get(f"{API}/account/data/{asked['id']}"))
            return None if copy["awaited"] else copy

        copy = await eventually(whole)

        codes = {one["code"] for one in copy["sections"]}
        assert codes >= {
            *("identity.cards", "identity.accounts", "identity.sessions"),
            *("registry.advisors", "webinars.registrations"),
            *("governance.dossiers", "notifications.emails"),
        }
        card = next(one for one in copy["sections"] if one["code"] == "identity.cards")
        assert card["records"][0]["email"] == EMAIL
        assert "password_hash" not in str(copy)
        page = await own.page(f"/compte/mes-donnees/{asked['id']}")
        assert page.status_code == 200
        assert EMAIL in page.text
        taken = await own.page(f"/compte/mes-donnees/{asked['id']}.json")
        assert taken.headers["content-disposition"].startswith("attachment")
        assert taken.json()["sections"] == copy["sections"]
        readable = await own.page(f"/compte/mes-donnees/{asked['id']}.html")
        assert readable.headers["content-disposition"].endswith('.html"')
        assert EMAIL in readable.text
        for file in (taken, readable):
            assert file.headers["cache-control"] == "no-store"

    async def test_a_copy_is_absent_for_anybody_else(self, left: Left) -> None:
        asked = await made(left.story.clients["advisor"], "/account/data")

        for path in (
            f"{API}/account/data/{asked['id']}",
            f"/compte/mes-donnees/{asked['id']}",
            f"/compte/mes-donnees/{asked['id']}.json",
            f"/compte/mes-donnees/{asked['id']}.html",
        ):
            answer = await left.story.clients["member"].get(path)
            assert answer.status_code == 404


class TestAskingForOneself:
    """SEC-07"""

    async def test_it_waits_a_week_and_can_be_withdrawn(self, left: Left) -> None:
        member = left.story.clients["member"]

        asked = await made(member, "/account/erasure")
        page = await member.page("/compte/effacement")
        withdrawn = await member.ask("DELETE", f"{API}/account/erasure")
        again = await member.ask("DELETE", f"{API}/account/erasure")
        service = cast("ErasureService", left.story.it.provided[ErasureService])
        await service.erase_due({"person_id": UUID(left.story.people["member"])})

        assert asked["state"] == "waiting"
        assert asked["due_at"][:10] > asked["asked_at"][:10]
        assert "/compte/effacement/retrait" in page.text
        assert withdrawn.status_code == 204
        assert again.status_code == 409
        assert (await member.get(f"{API}/account")).status_code == 200

    async def test_the_last_administrator_stays(self, left: Left) -> None:
        person = {
            "first_name": "Ada",
            "last_name": "Min",
            "email": "ada@exemple.fr",
            "password": PASSWORD,
            "role": "national_admin",
        }
        opened = await made(left.admin, "/people", person)

        refused = await left.admin.post(
            f"{API}/erasures", json={"person_id": opened["person_id"]}
        )

        assert refused.status_code == 409
        assert "administration" in refused.json()["title"]

    async def test_only_an_administrator_erases_another(self, left: Left) -> None:
        body = {"person_id": left.story.people["member"]}

        for name in ("member", "advisor", "operator"):
            client = left.story.clients[name]
            answer = await client.post(f"{API}/erasures", json=body)
            assert answer.status_code == 403
        unknown = {"person_id": str(new_id())}
        absent = await left.admin.post(f"{API}/erasures", json=unknown)
        assert absent.status_code == 404


class TestErasing:
    """SEC-07"""

    async def test_an_advisor_is_forgotten_by_every_service(self, left: Left) -> None:
        before = await left.where(EMAIL, "nadia pterodaxyl", "pterodaxyl;nadia")

        proof = await left.erase("advisor")

        assert {where[0] for where in before} >= {"identity", "registry"}
        assert await left.where(EMAIL, "nadia pterodaxyl", "pterodaxyl;nadia") == {}
        # The same files and lines, without one row: the others are there.
        kept = await left.where(OTHER_EMAIL)
        assert {("registry", "census.chunks"), ("registry", "import_lines")} <= set(
            kept
        )
        assert [one["service"] for one in proof["confirmations"]] == SERVICES
        erased = next(c for c in proof["confirmations"] if c["service"] == "registry")
        assert erased["erased"]["registry.census.files"] == 2
        assert erased["erased"]["registry.import_lines"] == 2
        assert erased["erased"]["registry.advisors"] == 1
        assert erased["erased"]["identity.impersonations"] == 1
        assert len(proof["proof"]) == 64

    async def test_what_aggregates_need_stays_and_the_session_is_dead(
        self, left: Left
    ) -> None:
        own = left.story.clients["advisor"]
        known = left.story.advisors[EMAIL]

        found = read(await left.admin.get(f"{API}/advisors/{known['id']}"))
        answer = await own.get(f"{API}/account")
        given = {"email": EMAIL, "password": PASSWORD}
        signed_in = await left.story.it.client.post(f"{API}/sessions", json=given)

        assert found["status"] == "left"
        assert found["departments"] == known["departments"]
        assert found["email"] is None
        assert answer.status_code == 401
        assert signed_in.status_code == 401
        page = await left.admin.page(f"/conseillers/{known['id']}")
        assert page.status_code == 200
        census = read(await left.admin.get(f"{API}/censuses"))["items"][0]
        summary = await left.admin.get(f"{API}/censuses/{census['id']}/summary")
        assert summary.status_code == 200

    async def test_a_member_leaves_no_words_and_no_seat(self, left: Left) -> None:
        proof = await left.erase("member")

        found = await left.where(WORDS)
        assert ("governance", "ballots") not in found
        assert ("governance", "votes") not in found
        assert await left.where(NEW_EMAIL, "member@pterodaxyl.example") == {}
        committee = read(await left.admin.get(f"{API}/committees/pedagogical"))
        assert not [m for m in committee["members"] if m["name"]]
        told = {one["service"]: one["erased"] for one in proof["confirmations"]}
        assert told["governance"]["governance.committees"] == 2
        assert told["governance"]["governance.ballots"] == 1

    async def test_a_partner_is_no_longer_named_as_a_speaker(self, left: Left) -> None:
        assert ("webinars", "webinars") in await left.where(PARTNER)

        proof = await left.erase("partner")

        assert await left.where(PARTNER) == {}
        assert await left.where(MOVED_EMAIL, "partner@pterodaxyl.example") == {}
        told = {one["service"]: one["erased"] for one in proof["confirmations"]}
        assert told["registry"]["identity.second_factor_removals"] == 1

    async def test_the_proof_is_read_and_printed_and_nothing_is_done_twice(
        self, left: Left
    ) -> None:
        person_id = left.story.people["advisor"]

        again = await left.admin.post(f"{API}/erasures", json={"person_id": person_id})
        page = await left.admin.page(f"/effacements/{person_id}")
        listed = await left.admin.page("/effacements")

        assert again.status_code == 409
        assert "Vérifiée" in page.text
        assert f"/effacements/{person_id}" in listed.text
        traces = left.story.it.platform.collection("identity", "erasing")
        assert await traces.count_documents({}) == 0
