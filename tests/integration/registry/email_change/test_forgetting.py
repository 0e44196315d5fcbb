"""SEC-07: who is erased is erased from what bears an address they had before."""

from collections.abc import Mapping
from typing import cast
from uuid import UUID

from kit.ids import new_id
from kit.people import Trace
from schemas.events.registry import PersonErased
from services.registry.email_change.service import EmailChangeService
from services.registry.holdings import RegistryPeople
from tests.integration.registry.imports.census import CENTRE, Census
from tests.support.advisors import PASSWORD
from tests.support.harness import Client, Installation
from tests.support.notifications import told
from tests.unit.registry.imports.builders import LINE, as_csv, with_cells

FORMER = LINE["conseiller_courriel"]
NEW = "claire.martin@ailleurs.example"
OTHER = "louise.autre@cma.example"
STRANGER = "jamais.confirmee@ailleurs.example"
CHANGES = "/api/v1/account/email-changes"
# Two files know her under two names: only the address is the same.
BEFORE = LINE | {"conseiller_nom": "Durandet"}
AFTER = LINE | {"conseiller_nom": "Martin-Duval"}


def colleague() -> Mapping[str, str]:
    """Describe somebody else of the same structure, which gives her address as its."""
    return with_cells(
        conseiller_nom="Petit",
        conseiller_prenom="Louise",
        conseiller_courriel=OTHER,
        structure_courriel=FORMER,
    )


async def enter(it: Installation, email: str) -> Client:
    given = {"email": email, "password": PASSWORD}
    answer = await it.client.post("/api/v1/sessions", json=given)
    it.client.http.cookies.clear()
    assert answer.status_code == 201, answer.text
    token = answer.json()["token"]
    return Client(it.client.http, it.platform, {"Authorization": f"Bearer {token}"})


async def enrol(it: Installation, manager: Client, person_id: UUID) -> Client:
    advisors = (await manager.get("/api/v1/advisors")).json()["items"]
    [known] = [one for one in advisors if one["person_id"] == str(person_id)]
    await manager.post(f"/api/v1/advisors/{known['id']}/invitation")
    token = it.platform.links.sign("invitation", {"advisor": known["id"], "n": 1})
    body = {"token": token, "password": PASSWORD}
    accepted = await it.client.post("/api/v1/invitations/acceptance", json=body)
    assert accepted.status_code == 201, accepted.text
    return await enter(it, FORMER)


async def move(it: Installation, own: Client) -> None:
    """Change her address, and let the month pass that the old one is written to."""
    asked = await own.post(CHANGES, json={"email": NEW, "password": PASSWORD})
    assert asked.status_code == 202, asked.text
    account = await it.platform.collection("identity", "accounts").find_one({})
    assert account is not None
    facts = {
        "account": str(account["_id"]),
        "n": account["credential_number"],
        "change": account["email_number"],
    }
    token = it.platform.links.sign("email", facts)
    done = await it.client.post(f"{CHANGES}/confirmation", json={"token": token})
    assert done.status_code == 204, done.text
    changes = cast("EmailChangeService", it.provided[EmailChangeService])
    await changes.forget({"account_id": account["_id"]})


async def erase(it: Installation, person_id: UUID) -> None:
    """Erase her, and let the registry do its part."""
    nation = await it.client.sign_in("national_admin")
    body = {"person_id": str(person_id)}
    answer = await nation.post("/api/v1/erasures", json=body)
    assert answer.status_code < 300, answer.text
    people = cast("RegistryPeople", it.provided[RegistryPeople])
    await people.on_facts([told(PersonErased(person_id=person_id))])


async def bearing(it: Installation, *names: str) -> set[str]:
    """Return the collections of the registry in which one of these is still found."""
    found = set()
    census = Census(it)
    for name in ("imports", "import_lines", "import_effects", "structures", "advisors"):
        written = str(await census.stored(name)).lower()
        if any(one.lower() in written for one in names):
            found.add(name)
    chunks = b"".join(one["data"] for one in await census.stored("census.chunks"))
    if any(one.lower().encode() in chunks.lower() for one in names):
        found.add("census.chunks")
    return found


class TestErasing:
    async def test_lines_files_and_structures_lose_a_former_address(
        self, it: Installation
    ) -> None:
        census = Census(it)
        manager = await it.client.sign_in("centre_manager", holder_id=CENTRE)
        await census.apply(manager, as_csv(BEFORE, colleague()))
        person_id = (await it.platform.cards.with_emails([FORMER]))[FORMER].id
        await census.apply(manager, as_csv(AFTER, colleague()))
        own = await enrol(it, manager, person_id)
        await move(it, own)
        before = await bearing(it, FORMER)

        await erase(it, person_id)

        assert {"import_lines", "census.chunks", "structures"} <= before
        assert await bearing(it, FORMER, "Durandet", "Martin-Duval") == set()
        # The same files and lines, without one row: the other is there.
        assert {"import_lines", "census.chunks"} <= await bearing(it, OTHER)

    async def test_an_address_that_was_never_confirmed_is_somebody_else_s(
        self, it: Installation
    ) -> None:
        census = Census(it)
        manager = await it.client.sign_in("centre_manager", holder_id=CENTRE)
        other = LINE | {
            "conseiller_nom": "Petit",
            "conseiller_prenom": "Louise",
            "conseiller_courriel": STRANGER,
        }
        await census.apply(manager, as_csv(BEFORE, other))
        person_id = (await it.platform.cards.with_emails([FORMER]))[FORMER].id
        own = await enrol(it, manager, person_id)
        await own.post(CHANGES, json={"email": STRANGER, "password": PASSWORD})

        await erase(it, person_id)

        assert await bearing(it, FORMER) == set()
        assert {"import_lines", "census.chunks"} <= await bearing(it, STRANGER)


class TestTrace:
    def test_it_knows_every_address_that_was_the_person_s_and_no_other(self) -> None:
        trace = Trace(
            id=new_id(),
            email=NEW,
            former_emails=(FORMER,),
            other_emails=(STRANGER,),
        )

        assert trace.own_emails == (NEW, FORMER)
