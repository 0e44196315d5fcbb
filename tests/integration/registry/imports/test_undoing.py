"""REG-11: a batch is undone, but for what was changed since or has an account."""

from typing import Any
from uuid import UUID

from services.registry.advisors.repository import AdvisorRepository
from tests.support.harness import Client, Installation
from tests.unit.registry.imports.builders import LINE, as_csv, with_cells

from .census import API, BRUT, CENTRE, NATIONAL, SUITE, Census


def by_kind(left: list[dict[str, Any]]) -> dict[str, str]:
    return {one["kind"]: one["why"] for one in left}


class TestUndo:
    async def test_what_the_batch_created_is_taken_out_with_its_events(
        self, census: Census, manager: Client
    ) -> None:
        batch = await census.apply(manager, BRUT)

        undone = await census.undo(manager, batch)

        assert undone["undoing"] == {
            "structures_removed": 44,
            "advisors_removed": 69,
            "centres_removed": 0,
            "restored": 0,
            "kept": 0,
        }
        assert await census.stored("cards", database="identity") == []
        assert await census.told("structures", "structure.removed") == 44
        assert await census.told("advisors", "advisor.removed") == 69
        assert await census.told("imports", "census.undone") == 1

    async def test_what_the_batch_changed_gets_its_values_back(
        self, census: Census, manager: Client
    ) -> None:
        await census.apply(manager, BRUT)
        before = await census.stored("advisors")
        cards = await census.stored("cards", database="identity")
        batch = await census.apply(manager, SUITE)
        assert batch["outcome"]["advisors_updated"] == 6
        assert await census.stored("advisors") != before

        undone = await census.undo(manager, batch)

        assert undone["undoing"]["restored"] == 6
        assert undone["undoing"]["advisors_removed"] == 4
        assert said(await census.stored("advisors")) == said(before)
        assert said(await census.stored("cards", database="identity")) == said(cards)

    async def test_what_was_changed_since_is_kept_and_named(
        self, census: Census, manager: Client
    ) -> None:
        batch = await census.apply(manager, as_csv(LINE))
        [structure] = await census.stored("structures")
        changed = await manager.ask(
            "PATCH",
            f"/api/v1/structures/{structure['_id']}",
            json={"website": "https://www.albi.example"},
            headers={"If-Match": '"v1"'},
        )
        assert changed.status_code == 200

        undone = await census.undo(manager, batch)

        assert undone["undoing"]["kept"] == 1
        assert undone["undoing"]["advisors_removed"] == 1
        [left] = await census.left_alone(manager, batch)
        assert (left["kind"], left["why"], left["line"]) == ("structure", "changed", 2)
        assert left["structure"] == "Cyber-base Albi"
        page = await manager.page(f"/recensement/{batch['id']}")
        assert f"/structures/{structure['_id']}" in page.text
        assert "a changé depuis" in page.text

    async def test_who_has_an_account_is_kept_with_their_structure(
        self, registry: Installation, census: Census, manager: Client
    ) -> None:
        batch = await census.apply(manager, as_csv(LINE))
        [card] = await census.stored("cards", database="identity")
        accounts = registry.platform.collection("identity", "accounts")
        await accounts.insert_one({"person_id": card["_id"], "email": card["email"]})

        await census.undo(manager, batch)

        left = await census.left_alone(manager, batch)
        assert by_kind(left) == {"advisor": "has_account", "structure": "has_advisors"}
        assert len(await census.stored("advisors")) == 1
        assert len(await census.stored("cards", database="identity")) == 1

    async def test_who_was_invited_since_is_kept(
        self, census: Census, manager: Client
    ) -> None:
        batch = await census.apply(manager, as_csv(LINE))
        [advisor] = await census.stored("advisors")
        invited = await manager.post(f"/api/v1/advisors/{advisor['_id']}/invitation")
        assert invited.status_code < 300

        await census.undo(manager, batch)

        left = await census.left_alone(manager, batch)
        assert by_kind(left)["advisor"] == "changed"

    async def test_a_batch_is_undone_once(
        self, census: Census, manager: Client
    ) -> None:
        batch = await census.apply(manager, as_csv(LINE))
        await census.undo(manager, batch)

        again = await manager.post(f"{API}/{batch['id']}/withdrawal")

        assert again.status_code == 409
        assert again.json()["type"].endswith("CensusNotUndoable")

    async def test_only_an_applied_batch_is_undone(
        self, census: Census, manager: Client
    ) -> None:
        batch = await census.analyse(manager, as_csv(LINE))

        answer = await manager.post(f"{API}/{batch['id']}/withdrawal")

        assert answer.status_code == 409


class TestUndoNation:
    async def test_the_centres_it_designated_go_too(
        self, census: Census, nation: Client
    ) -> None:
        batch = await census.apply(nation, NATIONAL)

        undone = await census.undo(nation, batch)

        assert undone["undoing"]["centres_removed"] == 24
        assert undone["undoing"]["structures_removed"] == 652
        assert undone["undoing"]["kept"] == 0
        assert await census.stored("centres") == []
        assert await census.told("centres", "centre.withdrawn") == 24

    async def test_a_centre_that_someone_manages_stays_with_its_structure(
        self, registry: Installation, census: Census, nation: Client
    ) -> None:
        batch = await census.apply(nation, NATIONAL)
        centre = next(
            one for one in await census.stored("centres") if one["region"] == "76"
        )
        accounts = registry.platform.collection("identity", "accounts")
        grant = {"role": "centre_manager", "holder_id": centre["_id"]}
        await accounts.insert_one({"email": "x@y.example", "grants": [grant]})

        undone = await census.undo(nation, batch)

        assert undone["undoing"]["centres_removed"] == 23
        assert undone["undoing"]["structures_removed"] == 651
        left = await census.left_alone(nation, batch)
        assert by_kind(left) == {"centre": "holds_records", "home": "is_centre"}
        assert [one["_id"] for one in await census.stored("structures")] == [
            centre["structure_id"]
        ]


class TestSharedCard:
    async def test_a_person_who_had_a_card_before_keeps_it(
        self, registry: Installation, census: Census, manager: Client
    ) -> None:
        advisors = registry.provided[AdvisorRepository]
        assert isinstance(advisors, AdvisorRepository)
        cards = registry.platform.collection("identity", "cards")
        person_id = UUID(int=7)
        await cards.insert_one(
            {
                "_id": person_id,
                "email": LINE["conseiller_courriel"],
                "first_name": "Léa",
                "last_name": "Martin",
                "version": 1,
                "sequence": 0,
                "language": "fr",
            }
        )
        batch = await census.apply(manager, as_csv(with_cells(quotite="50")))
        advisor = await advisors.get_of_person(person_id)
        assert advisor.centre_id == CENTRE

        await census.undo(manager, batch)

        assert await census.stored("advisors") == []
        assert await cards.count_documents({"_id": person_id}) == 1


def said(documents: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out the counters and the events."""
    counted = {"version", "sequence", "pending"}
    return [
        {name: value for name, value in one.items() if name not in counted}
        for one in documents
    ]
