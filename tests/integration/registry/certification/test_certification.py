"""REG-09: the label is asked for, decided by the committee, applied once."""

from typing import Any, cast
from uuid import UUID

import pytest

from kit.ids import new_id
from kit.messaging.envelope import Told
from kit.mongo import Transaction
from schemas.base import Event
from schemas.events.governance import DecisionAdopted, DecisionFact, DecisionRejected
from services.registry.certification.handlers import DecisionHandler
from services.registry.certification.repository import DossierRepository
from services.registry.certification.service import CertificationService
from tests.support.advisors import activated, enrolled, list_advisor, manager_of
from tests.support.harness import Client, Installation

REQUEST = "/api/v1/advisors/me/certification"


async def active(it: Installation) -> Client:
    centre_id = new_id()
    known = await list_advisor(it, centre_id=centre_id)
    return await activated(it, known, await manager_of(it, centre_id))


async def decide(
    it: Installation, kind: type[DecisionFact], opened: dict[str, str], *, times: int
) -> None:
    """Let the committee decide, and the decision be told so many times."""
    fact = kind.model_validate(
        DecisionAdopted.example
        | {
            "effect": "advisor.certify",
            "kind": "certification",
            "committee": "resource_centres",
            "object_id": opened["advisor_id"],
            "dossier_id": opened["dossier_id"],
            "number": "CCR-2026-003",
            "decided_on": "2026-11-27",
        }
    )
    told: Told[Event] = Told(
        fact=fact,
        id=new_id(),
        sequence=1,
        at=it.platform.clock(),
        source="governance",
        correlation_id="a-vote",
    )
    certification = cast("CertificationService", it.provided[CertificationService])
    for _ in range(times):
        await DecisionHandler(certification).on_facts([told])


async def pending(it: Installation) -> list[dict[str, Any]]:
    document = await it.platform.collection("registry", "advisors").find_one({})
    assert document is not None
    return cast("list[dict[str, Any]]", document["pending"])


class TestRequesting:
    async def test_opens_a_numbered_dossier_before_the_committee(
        self, it: Installation
    ) -> None:
        own = await active(it)

        opened = (await own.post(REQUEST)).json()

        dossiers = it.platform.collection("governance", "dossiers")
        dossier = await dossiers.find_one({"_id": UUID(opened["dossier_id"])})
        assert dossier is not None
        assert dossier["number"] == opened["dossier_number"]
        assert dossier["path"][0]["committee"] == "resource_centres"
        assert dossier["pending"][0]["source"] == "registry"
        assert (await pending(it))[-1]["type"].endswith("certification_requested.v1")

    async def test_the_dossier_tells_no_name(self, it: Installation) -> None:
        own = await active(it)

        await own.post(REQUEST)

        dossier = await it.platform.collection("governance", "dossiers").find_one({})
        assert "Belkacem" not in str(dossier)

    async def test_both_are_written_or_neither(
        self, it: Installation, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        own = await active(it)
        add = DossierRepository.add

        async def added_then_killed(
            self: DossierRepository, *given: Any, tx: Transaction, **more: Any
        ) -> None:
            await add(self, *given, tx=tx, **more)
            raise RuntimeError

        monkeypatch.setattr(DossierRepository, "add", added_then_killed)
        answer = await own.post(REQUEST)

        governance = it.platform.mongo.database("governance")
        assert answer.status_code == 500
        assert await governance["dossiers"].count_documents({}) == 0
        assert await governance["counters"].count_documents({}) == 0
        me = (await own.get("/api/v1/advisors/me")).json()
        assert me["certification"] is None

    async def test_the_same_key_twice_opens_one_dossier(self, it: Installation) -> None:
        own = await active(it)

        first = await own.post(REQUEST, headers={"Idempotency-Key": "once"})
        again = await own.post(REQUEST, headers={"Idempotency-Key": "once"})

        dossiers = it.platform.collection("governance", "dossiers")
        assert first.json() == again.json()
        assert await dossiers.count_documents({}) == 1

    async def test_a_second_request_names_the_dossier_that_waits(
        self, it: Installation
    ) -> None:
        own = await active(it)
        opened = (await own.post(REQUEST)).json()

        answer = await own.post(REQUEST)

        assert answer.status_code == 409
        assert opened["dossier_number"] in answer.json()["detail"]

    async def test_the_charter_must_be_signed_first(self, it: Installation) -> None:
        centre_id = new_id()
        known = await list_advisor(it, centre_id=centre_id)
        own = await enrolled(it, known, await manager_of(it, centre_id))

        answer = await own.post(REQUEST)

        assert answer.status_code == 409
        assert "signature de la charte" in answer.json()["detail"]


class TestDeciding:
    async def test_an_adopted_decision_grants_the_label_once(
        self, it: Installation
    ) -> None:
        own = await active(it)
        opened = (await own.post(REQUEST)).json()

        await decide(it, DecisionAdopted, opened, times=3)

        me = (await own.get("/api/v1/advisors/me")).json()
        told = [one["type"] for one in await pending(it)]
        assert me["certified_from"] == "2026-11-27"
        assert me["certified_until"] == "2027-11-26"
        assert me["certification"]["decision_number"] == "CCR-2026-003"
        assert sum(one.endswith("advisor.certified.v1") for one in told) == 1

    async def test_a_rejected_request_can_be_made_again(self, it: Installation) -> None:
        own = await active(it)
        opened = (await own.post(REQUEST)).json()

        await decide(it, DecisionRejected, opened, times=2)
        again = await own.post(REQUEST)

        me = (await own.get("/api/v1/advisors/me")).json()
        assert me["certified_until"] is None
        assert again.status_code == 201

    async def test_the_event_keeps_the_correlation_of_the_vote(
        self, it: Installation
    ) -> None:
        own = await active(it)
        opened = (await own.post(REQUEST)).json()

        await decide(it, DecisionAdopted, opened, times=1)

        assert (await pending(it))[-1]["correlation_id"] == "a-vote"


class TestPage:
    async def test_shows_the_way_from_the_request_to_the_label(
        self, it: Installation
    ) -> None:
        own = await active(it)

        before = await own.page("/certification")
        asked = await own.post("/certification", headers={"Accept": "text/html"})
        waiting = await own.page("/certification?done=requested")
        dossier = await it.platform.collection("governance", "dossiers").find_one({})
        assert dossier is not None
        opened = {
            "advisor_id": str(dossier["object_id"]),
            "dossier_id": str(dossier["_id"]),
        }
        await decide(it, DecisionAdopted, opened, times=1)
        after = await own.page("/certification")

        assert "Demander le label" in before.text
        assert asked.status_code == 303
        assert dossier["number"] in waiting.text
        assert "CCR-2026-003" in after.text
        assert "26 novembre 2027" in after.text.replace("\u00a0", " ")
