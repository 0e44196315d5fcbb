"""REG-11: the four files of the contract, through the HTTP API."""

from typing import Any

import pytest

from tests.support.harness import Client

from .census import BRUT, EXPECTED, NATIONAL, Census


@pytest.mark.parametrize("name", EXPECTED)
class TestFile:
    async def test_it_gives_what_is_expected_and_again_changes_nothing(
        self, census: Census, manager: Client, nation: Client, name: str
    ) -> None:
        client = manager if "occitanie" in name else nation
        expected: dict[str, Any] = dict(EXPECTED[name])
        before = expected.pop("after", None)
        if before:
            await census.apply(client, before)

        batch = await census.apply(client, name)

        summary = await census.summary(client, batch)
        assert {key: summary[key] for key in expected} == expected
        assert batch["state"] == "applied"
        assert batch["outcome"]["structures_created"] == expected["structures_created"]
        assert batch["outcome"]["advisors_created"] == expected["advisors_created"]
        assert batch["outcome"]["conflicts"] == 0

        again = await census.analyse(client, name)
        assert again["figures"]["by_verdict"].keys() & {"create", "update"} == set()
        assert again["same_as"] == batch["id"]
        refused = await client.post(f"/api/v1/censuses/{again['id']}/application")
        assert refused.status_code == 409


class TestNation:
    async def test_each_region_gets_its_centre_and_each_record_a_holder(
        self, census: Census, nation: Client
    ) -> None:
        batch = await census.apply(nation, NATIONAL)

        centres = {one["_id"]: one for one in await census.stored("centres")}
        structures = {one["_id"]: one for one in await census.stored("structures")}
        advisors = await census.stored("advisors")
        assert batch["outcome"]["centres_designated"] == len(centres) == 24
        assert all(one["is_referent"] for one in centres.values())
        for structure in structures.values():
            assert centres[structure["centre_id"]]["region"] == structure["region"]
        for advisor in advisors:
            home = structures[advisor["affiliations"][0]["structure_id"]]
            assert advisor["centre_id"] == home["centre_id"]

    async def test_each_record_tells_its_fact_once(
        self, census: Census, nation: Client
    ) -> None:
        await census.apply(nation, NATIONAL)

        assert await census.told("structures", "structure.created") == 652
        assert await census.told("advisors", "advisor.listed") == 900
        assert await census.told("centres", "centre.designated") == 24
        assert await census.told("imports", "census.analysed") == 1
        assert await census.told("imports", "census.applied") == 1


class TestCentre:
    async def test_what_a_manager_imports_their_centre_holds(
        self, census: Census, manager: Client
    ) -> None:
        await census.apply(manager, BRUT)

        records = [*await census.stored("structures"), *await census.stored("advisors")]
        assert {one["centre_id"] for one in records} == {
            one["centre_id"] for one in await census.stored("imports")
        }
        cards = await census.stored("cards", database="identity")
        assert len(cards) == 69
        assert all(card["email"] == card["email"].lower() for card in cards)
