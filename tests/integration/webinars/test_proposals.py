"""Proposals on a real MongoDB (WEB-01, GOV-05)."""

import asyncio
import sys
from pathlib import Path
from typing import Any

import pytest
from bson.binary import UUID_SUBTYPE, Binary

from kit.ids import new_id
from maillage.embedded import Servers
from schemas.access import Role
from services.webinars.proposals.models import Proposal
from services.webinars.proposals.repository import DossierRepository
from services.webinars.proposals.service import ProposalService

from .conftest import PROPOSAL, Webinars, adopted, read, rejected

ROOT = Path(__file__).parents[3]
DIES_BETWEEN_THE_WRITES = """
import asyncio, os, sys
from pydantic import SecretStr
from kit.ids import new_id
from kit.platform import platform
from maillage.embedded import Servers
from services.webinars.proposals.models import Proposal
from services.webinars.proposals.repository import DossierRepository
from services.webinars.proposals.service import ProposalService
from services.webinars.wiring import build
from tests.integration.webinars.conftest import PROPOSAL
from tests.support.harness import settings_for

async def die(self, *_args, tx, **_options):
    print(tx.session_id["id"].hex(), flush=True)
    os._exit(9)

async def main(url, kafka, namespace):
    DossierRepository.add = die
    servers = Servers(mongo_url=url, kafka_bootstrap=kafka)
    async with platform(settings_for(servers, namespace)) as built:
        async with build(built) as provided:
            await provided[ProposalService].propose(
                Proposal(**PROPOSAL), by=new_id(), holder_id=new_id()
            )

asyncio.run(main(*sys.argv[1:]))
"""


async def counted(webinars: Webinars) -> tuple[int, int]:
    found = [
        await webinars.platform.collection(database, name).count_documents({})
        for database, name in (("webinars", "webinars"), ("governance", "dossiers"))
    ]
    return found[0], found[1]


class TestPropose:
    async def test_a_proposal_opens_a_dossier_before_both_committees(
        self, webinars: Webinars
    ) -> None:
        partner = await webinars.partner()

        webinar = await webinars.propose(partner)

        dossiers = webinars.platform.collection("governance", "dossiers")
        dossier = await dossiers.find_one({})
        assert dossier is not None
        assert dossier["number"] == webinar["private"]["dossier_number"]
        assert [step["effect"] for step in dossier["path"]] == [
            "partner.standing_confirmed",
            "webinar.validate",
        ]
        assert await webinars.events() == ["proposed"]
        assert dossier["pending"][0]["source"] == "webinars"

    async def test_the_dossier_speaks_both_languages(self, webinars: Webinars) -> None:
        await webinars.propose(await webinars.partner())

        dossiers = webinars.platform.collection("governance", "dossiers")
        dossier = await dossiers.find_one({})

        assert dossier is not None
        lines = {line["label_fr"]: line for line in dossier["facts"]}
        seats = lines["Durée et places"]
        assert seats["value_fr"] == "1\u00a0h, 50 places, ouvert à tous"
        assert seats["value_en"] == "1\u00a0h, 50 seats, open to everyone"

    async def test_dossiers_are_numbered_without_gaps_by_many_at_once(
        self, webinars: Webinars
    ) -> None:
        partner = await webinars.partner()

        proposed = await asyncio.gather(*(webinars.propose(partner) for _ in range(20)))

        numbers = sorted(one["private"]["dossier_number"][5:] for one in proposed)
        assert numbers == [f"{n:04}" for n in range(1, 21)]

    async def test_a_proposal_sent_twice_under_one_key_counts_once(
        self, webinars: Webinars
    ) -> None:
        partner = await webinars.partner()
        key = {"Idempotency-Key": "a-key"}

        answers = [
            await partner.post("/api/v1/webinars", json=PROPOSAL, headers=key)
            for _ in range(2)
        ]

        assert answers[0].json() == answers[1].json()
        assert await counted(webinars) == (1, 1)

    async def test_a_failure_between_the_two_writes_leaves_neither(
        self, webinars: Webinars, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def fail(*_args: Any, **_options: Any) -> None:
            raise RuntimeError

        monkeypatch.setattr(DossierRepository, "add", fail)
        proposals = webinars.installation.provided[ProposalService]
        assert isinstance(proposals, ProposalService)

        with pytest.raises(RuntimeError):
            await proposals.propose(
                Proposal(**PROPOSAL), by=new_id(), holder_id=new_id()
            )

        counters = webinars.platform.collection("governance", "counters")
        assert await counted(webinars) == (0, 0)
        assert await counters.count_documents({}) == 0

    async def test_a_process_killed_between_the_two_writes_leaves_neither(
        self, webinars: Webinars, servers: Servers, namespace: str
    ) -> None:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-c", DIES_BETWEEN_THE_WRITES),
            *(servers.mongo_url, servers.kafka_bootstrap, namespace),
            cwd=ROOT,
            stdout=asyncio.subprocess.PIPE,
        )

        said, _ = await process.communicate()

        assert process.returncode == 9
        assert await counted(webinars) == (0, 0)
        # The server would hold what the dead process had locked for a minute.
        left = {"id": Binary(bytes.fromhex(said.decode().split()[-1]), UUID_SUBTYPE)}
        admin = webinars.platform.mongo.database("admin").client.admin
        await admin.command({"killSessions": [left]})

    async def test_who_is_no_partner_proposes_nothing(self, webinars: Webinars) -> None:
        advisor = await webinars.public.sign_in(Role.ADVISOR)

        answers = [
            await client.post("/api/v1/webinars", json=PROPOSAL)
            for client in (webinars.public, advisor)
        ]

        assert [answer.status_code for answer in answers] == [401, 403]

    @pytest.mark.parametrize(
        ("changes", "pointer"),
        [
            ({"title_fr": "x" * 201}, "#/title_fr"),
            ({"title_fr": "a\x00b"}, "#/title_fr"),
            ({"title_fr": "   "}, "#/title_fr"),
            ({"title_fr": 12}, "#/title_fr"),
            ({"themes": []}, "#/themes"),
            ({"themes": ["poterie"]}, "#/themes/0"),
            ({"themes": ["site-web", "visibilite", "gestion", "securite"]}, "#/themes"),
            ({"regions": ["99"]}, "#/regions/0"),
            ({"speakers": []}, "#/speakers"),
            ({"seats_max": 0}, "#/seats_max"),
            ({"seats_max": 10**12}, "#/seats_max"),
            ({"duration_minutes": 7}, "#/duration_minutes"),
            ({"wished_slots": ["2026-12-01T14:00"]}, "#/wished_slots/0"),
            ({"wished_slots": ["9999-12-31T23:59:00-12:00"]}, "#/wished_slots/0"),
            ({"audience": "friends"}, "#/audience"),
            ({"colour": "red"}, "#/colour"),
        ],
    )
    async def test_bad_input_names_the_field_and_changes_nothing(
        self, webinars: Webinars, changes: dict[str, Any], pointer: str
    ) -> None:
        partner = await webinars.partner()

        answer = await partner.post("/api/v1/webinars", json=PROPOSAL | changes)

        errors = read(answer, 422)["errors"]
        assert errors[0]["pointer"] == pointer
        assert errors[0]["detail"]
        assert await counted(webinars) == (0, 0)


class TestDecide:
    async def test_the_last_adoption_validates_with_its_number(
        self, webinars: Webinars
    ) -> None:
        partner = await webinars.partner()
        proposed = await webinars.propose(partner)

        await webinars.tell(adopted(proposed, number="CP-2026-014"))

        webinar = await webinars.get(partner, proposed)
        assert webinar["state"] == "validated"
        assert webinar["decision"]["number"] == "CP-2026-014"

    async def test_the_partners_adoption_alone_validates_nothing(
        self, webinars: Webinars
    ) -> None:
        partner = await webinars.partner()
        proposed = await webinars.propose(partner)

        await webinars.tell(adopted(proposed, number="CPP-2026-031", is_final=False))

        assert (await webinars.get(partner, proposed))["state"] == "proposed"

    async def test_a_rejection_by_any_committee_is_the_end(
        self, webinars: Webinars
    ) -> None:
        partner = await webinars.partner()
        proposed = await webinars.propose(partner)

        await webinars.tell(rejected(proposed, number="CPP-2026-032"))

        webinar = await webinars.get(partner, proposed)
        assert webinar["state"] == "rejected"
        assert webinar["decision"]["number"] == "CPP-2026-032"

    async def test_a_decision_told_three_times_takes_effect_once(
        self, webinars: Webinars
    ) -> None:
        partner = await webinars.partner()
        decision = adopted(await webinars.propose(partner))

        await webinars.tell(decision, decision)
        await webinars.tell(decision)

        assert await webinars.events() == ["proposed", "validated"]


class TestRead:
    async def test_a_proposal_is_absent_for_everyone_else(
        self, webinars: Webinars
    ) -> None:
        proposed = await webinars.propose(await webinars.partner())
        others = (webinars.public, await webinars.partner())

        answers = [
            await other.get(f"/api/v1/webinars/{proposed['id']}") for other in others
        ]

        assert [answer.status_code for answer in answers] == [404, 404]

    async def test_committee_members_and_the_administration_read_it(
        self, webinars: Webinars
    ) -> None:
        proposed = await webinars.propose(await webinars.partner())
        member = await webinars.public.sign_in(Role.MEMBER, holder_id=new_id())
        admin = await webinars.public.sign_in(Role.NATIONAL_ADMIN)

        seen = [await webinars.get(reader, proposed) for reader in (member, admin)]

        interest = PROPOSAL["commercial_interest"]
        assert [one["private"]["commercial_interest"] for one in seen] == [interest] * 2

    async def test_an_id_that_is_none_is_not_found(self, webinars: Webinars) -> None:
        answers = [
            await webinars.public.get(f"/api/v1/webinars/{id_}")
            for id_ in ("no-id", new_id())
        ]

        assert [answer.status_code for answer in answers] == [404, 404]


class TestForm:
    async def test_the_form_proposes_and_leads_to_the_webinar(
        self, webinars: Webinars
    ) -> None:
        partner = await webinars.partner()
        form = PROPOSAL | {
            "speakers": "Camille Roussel\nJean Petit",
            "wish_1": "2026-12-01T14:00",
        }

        answer = await partner.post("/webinaires/proposer", data=form)

        assert answer.status_code == 303, answer.text
        page = await partner.page(answer.headers["location"])
        assert "Camille Roussel et Jean Petit" in page.text

    async def test_a_bad_form_comes_back_with_what_was_typed(
        self, webinars: Webinars
    ) -> None:
        partner = await webinars.partner()
        form = PROPOSAL | {"speakers": "C", "wish_1": "2027-03-28T02:30"}

        answer = await partner.post("/webinaires/proposer", data=form)

        assert answer.status_code == 422
        assert PROPOSAL["title_fr"] in answer.text
        assert "on passe de 2\u00a0h à 3\u00a0h" in answer.text
        assert await counted(webinars) == (0, 0)
