"""The inbox, the home and its tasks, as people and machines read them."""

import re
from typing import Any
from uuid import UUID

import pytest

from kit.clock import now
from kit.identity.callers import Grant
from kit.ids import new_id
from schemas.documents.governance import (
    Committee,
    Member,
    VotingRules,
    place_id,
)
from schemas.events.governance import VoteClosed
from schemas.events.hub import (
    DeadLetterParked,
    DeadLetterReplayed,
    DeadLettersCaughtUp,
    DeadLettersOverdue,
)
from schemas.events.registry import (
    AccountClosed,
    AccountDormancyLifted,
    AccountDormancyWarned,
    CensusAnalysed,
    CensusApplied,
    CensusClosed,
    CensusFact,
    CentreDesignated,
    StructureCreated,
)
from schemas.events.webinars import WebinarScheduled, WebinarValidated
from tests.integration.notifications.conftest import Notifications
from tests.support.notifications import (
    HOUR,
    advisor,
    dossier,
    seat,
    told,
    vote,
    webinar,
)


async def tasks_of(client: Any) -> list[str]:
    answer = await client.get("/api/v1/tasks")
    assert answer.status_code == 200
    return [one["kind"] for one in answer.json()["items"]]


async def with_entries(notifications: Notifications, count: int) -> UUID:
    person_id = new_id()
    await notifications.advisors(told(advisor(person_id=person_id)))
    for _ in range(count):
        await notifications.webinars(told(webinar()))
    return person_id


class TestInbox:
    async def test_entries_come_page_by_page_each_once(
        self, notifications: Notifications
    ) -> None:
        person_id = await with_entries(notifications, 5)
        client = await notifications.client.sign_in("advisor", person_id=person_id)

        seen: list[str] = []
        params: dict[str, str] | None = {"limit": "2"}
        unread = 0
        while params is not None:
            answer = await client.get("/api/v1/notifications", params=params)
            page = answer.json()
            seen += [one["id"] for one in page["items"]]
            unread = page["unread_count"]
            following = page["next"]
            params = {"limit": "2", "after": following} if following else None

        assert len(seen) == len(set(seen)) == 5
        assert unread == 5

    async def test_opening_an_entry_marks_it_read_and_leads_to_its_page(
        self, notifications: Notifications
    ) -> None:
        person_id = await with_entries(notifications, 2)
        client = await notifications.client.sign_in("advisor", person_id=person_id)
        entry = (await client.get("/api/v1/notifications")).json()["items"][0]

        answer = await client.page(f"/messages/{entry['id']}")

        assert answer.status_code == 303
        assert answer.headers["location"] == f"/webinaires/{entry['about']}"
        assert (await client.get("/api/v1/notifications?unread=true")).json()[
            "unread_count"
        ] == 1

    async def test_everything_is_marked_read_at_once(
        self, notifications: Notifications
    ) -> None:
        person_id = await with_entries(notifications, 3)
        client = await notifications.client.sign_in("advisor", person_id=person_id)

        await client.post("/messages/lus")

        page = await client.page("/messages")
        assert "Tout est lu." in page.text
        assert "Webinaire" in page.text

    async def test_somebody_elses_entry_is_absent(
        self, notifications: Notifications
    ) -> None:
        person_id = await with_entries(notifications, 1)
        owner = await notifications.client.sign_in("advisor", person_id=person_id)
        entry = (await owner.get("/api/v1/notifications")).json()["items"][0]
        other = await notifications.client.sign_in("advisor")

        answers = [
            await other.page(f"/messages/{entry['id']}"),
            await other.post(f"/api/v1/notifications/{entry['id']}/reading"),
        ]

        assert [one.status_code for one in answers] == [404, 404]
        assert (await owner.get("/api/v1/notifications")).json()["unread_count"] == 1

    @pytest.mark.parametrize("cursor", ["x", "bnVsbA", "WyJ4IiwieSJd", "é"])
    async def test_a_cursor_of_nobodys_is_refused(
        self, notifications: Notifications, cursor: str
    ) -> None:
        client = await notifications.client.sign_in("advisor")

        answer = await client.get("/api/v1/notifications", params={"after": cursor})

        assert answer.status_code == 422

    async def test_an_empty_inbox_says_what_will_come(
        self, notifications: Notifications
    ) -> None:
        client = await notifications.client.sign_in("advisor")

        page = await client.page("/messages")

        assert page.status_code == 200
        assert "Aucun message pour l’instant" in page.text


class TestSeats:
    async def test_a_seat_of_today_waits_with_its_hour_and_leads_to_it(
        self, notifications: Notifications
    ) -> None:
        starts_at = now() + HOUR / 4
        held = seat(starts_at=starts_at, ends_at=starts_at + HOUR)
        await notifications.tasks(told(held))
        client = await notifications.client.sign_in("advisor", person_id=held.person_id)
        other = await notifications.client.sign_in("advisor")

        page = await client.page("/aujourdhui")

        assert await tasks_of(client) == ["attend"]
        assert await tasks_of(other) == []
        assert "Facture électronique" in page.text
        assert f"/webinaires/{held.webinar_id}/inscription" in page.text


class TestVotes:
    async def test_a_vote_waits_for_its_electors_until_they_have_voted(
        self, notifications: Notifications
    ) -> None:
        elector = new_id()
        opened = vote(elector, new_id())
        await notifications.tasks(told(opened))
        client = await notifications.client.sign_in("member", person_id=elector)

        before = await tasks_of(client)
        places = notifications.platform.collection("governance", "participations")
        place = {
            "_id": place_id(opened.vote_id, elector),
            "vote_id": opened.vote_id,
            "person_id": elector,
            "has_voted": False,
        }
        await places.insert_one(place)
        laid_out = await tasks_of(client)
        await places.update_one({"_id": place["_id"]}, {"$set": {"has_voted": True}})

        assert before == laid_out == ["vote"]
        assert await tasks_of(client) == []

    async def test_a_closed_vote_waits_for_nobody_though_its_opening_is_read_late(
        self, notifications: Notifications
    ) -> None:
        elector = new_id()
        opened = vote(elector)
        closed = VoteClosed.model_validate(
            opened.model_dump()
            | {
                "voted_count": 1,
                "yes_count": 1,
                "no_count": 0,
                "abstain_count": 0,
                "quorum_needed": 1,
                "majority_needed": 1,
                "outcome": "adopted",
            }
        )
        client = await notifications.client.sign_in("member", person_id=elector)

        await notifications.tasks(told(closed, sequence=2))
        await notifications.tasks(told(opened, sequence=1))

        assert await tasks_of(client) == []

    async def test_a_dossier_waits_for_the_secretary_until_a_vote_is_open(
        self, notifications: Notifications
    ) -> None:
        secretary = new_id()
        await seat_secretary(notifications, secretary)
        submitted = dossier()
        client = await notifications.client.sign_in("member", person_id=secretary)
        member = await notifications.client.sign_in("member")

        await notifications.tasks(told(submitted))
        before = await tasks_of(client)
        await notifications.tasks(told(vote(new_id(), dossier_id=submitted.dossier_id)))

        assert before == ["open_vote"]
        assert await tasks_of(client) == []
        assert await tasks_of(member) == []


class TestHome:
    async def test_a_manager_sees_what_waits_in_the_centre_alone(
        self, notifications: Notifications
    ) -> None:
        centre = new_id()
        await notifications.advisors(
            told(advisor(centre_id=centre, status="listed")),
            told(advisor(centre_id=centre, status="invited")),
            told(advisor(centre_id=new_id(), status="listed")),
        )
        census = CensusAnalysed.model_validate(
            CensusAnalysed.example | {"centre_id": centre}
        )
        await notifications.tasks(told(census))
        client = await notifications.client.sign_in("centre_manager", holder_id=centre)
        other = await notifications.client.sign_in("centre_manager", holder_id=new_id())

        page = await client.page("/aujourdhui")

        assert "Un conseiller recensé n’est pas invité" in page.text
        assert "Une invitation est sans réponse" in page.text
        assert "Un recensement est prêt à appliquer" in page.text
        assert await tasks_of(other) == []

    @pytest.mark.parametrize("fact", [CensusApplied, CensusClosed])
    async def test_an_applied_or_closed_census_waits_no_more(
        self, notifications: Notifications, fact: type[CensusFact]
    ) -> None:
        centre = new_id()
        facts = CensusAnalysed.example | {"centre_id": centre}
        await notifications.tasks(told(CensusAnalysed.model_validate(facts)))

        await notifications.tasks(told(fact.model_validate(facts), sequence=2))

        client = await notifications.client.sign_in("centre_manager", holder_id=centre)
        assert await tasks_of(client) == []

    async def test_a_census_that_brings_nothing_new_waits_for_nobody(
        self, notifications: Notifications
    ) -> None:
        centre = new_id()
        nothing = {"structures_created": 0, "advisors_created": 0, "updated": 0}
        facts = CensusAnalysed.example | {"centre_id": centre} | nothing

        await notifications.tasks(told(CensusAnalysed.model_validate(facts)))

        client = await notifications.client.sign_in("centre_manager", holder_id=centre)
        assert await tasks_of(client) == []

    async def test_its_figures_count_the_centre(
        self, notifications: Notifications
    ) -> None:
        centre = new_id()
        structure = StructureCreated.example | {"centre_id": centre}
        await notifications.places(
            told(
                CentreDesignated.model_validate(
                    CentreDesignated.example | {"centre_id": centre}
                )
            ),
            told(StructureCreated.model_validate(structure)),
            told(
                StructureCreated.model_validate(
                    structure | {"structure_id": new_id(), "is_reception_point": False}
                )
            ),
            told(
                StructureCreated.model_validate(
                    structure | {"structure_id": new_id(), "centre_id": new_id()}
                )
            ),
        )
        await notifications.advisors(
            told(advisor(centre_id=centre)),
            told(advisor(centre_id=centre, profile="generalist", departments=("31",))),
            told(advisor(centre_id=centre, status="enrolled")),
            told(advisor(centre_id=new_id())),
        )
        client = await notifications.client.sign_in("centre_manager", holder_id=centre)

        page = await client.page("/aujourdhui")

        assert "<b>2</b> conseillers actifs" in page.text
        assert "<b>1</b> départements sur 13" in page.text
        assert "<b>1</b> points d’accueil ouverts" in page.text
        assert "Une inscription en cours ne compte pas." in page.text
        assert "Couverture\u00a0: Occitanie" in page.text

    async def test_a_referent_reads_the_figures_of_the_region(
        self, notifications: Notifications
    ) -> None:
        await notifications.advisors(
            told(advisor(regions=("76",))),
            told(advisor(regions=("84",), departments=("69",))),
            told(advisor(regions=("76",), status="listed")),
        )
        client = await notifications.client.sign_in(
            grants=[Grant("regional_referent", region="76")]
        )

        page = await client.page("/aujourdhui")

        assert "<b>1</b> conseillers actifs" in page.text
        assert "Voir les conseillers" in page.text
        assert await tasks_of(client) == []

    async def test_a_manager_of_one_structure_is_told_who_waits_there(
        self, notifications: Notifications
    ) -> None:
        structure = new_id()
        await notifications.advisors(
            told(advisor(structure_ids=(structure,), status="listed")),
            told(advisor(structure_ids=(new_id(),), status="listed")),
        )
        client = await notifications.client.sign_in(
            grants=[Grant("centre_manager", structure_id=structure)]
        )

        page = await client.page("/aujourdhui")

        assert "Un conseiller recensé n’est pas invité" in page.text
        assert "conseillers actifs" not in page.text

    async def test_a_partner_is_told_to_schedule_then_to_publish(
        self, notifications: Notifications
    ) -> None:
        organisation = new_id()
        validated = webinar(
            WebinarValidated,
            organisation_id=organisation,
            state="validated",
            title=None,
        )
        scheduled = validated.model_copy(update={"state": "scheduled"})
        client = await notifications.client.sign_in("partner", holder_id=organisation)

        await notifications.tasks(told(validated))
        first = await tasks_of(client)
        page = await client.page("/aujourdhui")
        await notifications.tasks(
            told(WebinarScheduled.model_validate(scheduled.model_dump()), sequence=2)
        )

        assert first == ["schedule"]
        assert "CP-2026-014" in page.text
        assert await tasks_of(client) == ["publish"]

    async def test_an_enrolled_advisor_is_told_to_sign_the_charter(
        self, notifications: Notifications
    ) -> None:
        person_id = new_id()
        await notifications.advisors(
            told(advisor(person_id=person_id, status="enrolled"))
        )
        client = await notifications.client.sign_in("advisor", person_id=person_id)

        page = await client.page("/aujourdhui")

        assert "Lire et signer la charte" in page.text
        assert 'href="/charte"' in page.text

    async def test_dead_letters_are_one_line_for_operators(
        self, notifications: Notifications
    ) -> None:
        parked = [
            DeadLetterParked.model_validate(
                DeadLetterParked.example | {"dead_letter_id": new_id()}
            )
            for _ in range(3)
        ]
        await notifications.tasks(*[told(one, at=now() - 48 * HOUR) for one in parked])
        replayed = DeadLetterReplayed.model_validate(parked[0].model_dump())
        await notifications.tasks(told(replayed, sequence=2))
        client = await notifications.client.sign_in("operator")

        (task,) = (await client.get("/api/v1/tasks")).json()["items"]

        assert (task["kind"], task["count"], task["urgency"]) == (
            "dead_letters",
            2,
            "late",
        )

    async def test_letters_that_wait_for_too_long_are_late_and_hide_nothing(
        self, notifications: Notifications
    ) -> None:
        parked = [
            DeadLetterParked.model_validate(
                DeadLetterParked.example | {"dead_letter_id": new_id()}
            )
            for _ in range(600)
        ]
        await notifications.tasks(*[told(one, at=now()) for one in parked])
        overdue = DeadLettersOverdue.model_validate(DeadLettersOverdue.example)
        await notifications.tasks(told(overdue, at=now() - HOUR))
        client = await notifications.client.sign_in("operator")

        (late,) = (await client.get("/api/v1/tasks")).json()["items"]
        page = await client.page("/aujourdhui")
        over = DeadLettersCaughtUp.model_validate(overdue.model_dump())
        await notifications.tasks(told(over, sequence=2))
        (waiting,) = (await client.get("/api/v1/tasks")).json()["items"]

        assert (late["kind"], late["count"], late["urgency"]) == (
            "overdue_letters",
            600,
            "late",
        )
        assert "le plus ancien depuis trop longtemps" in page.text
        assert (waiting["kind"], waiting["count"]) == ("dead_letters", 600)
        assert waiting["urgency"] != "late"

    async def test_accounts_about_to_close_are_one_line_of_the_administration(
        self, notifications: Notifications
    ) -> None:
        """SEC-03: gone once they are closed, or entered again."""
        soon, later, past = (
            AccountDormancyWarned.model_validate(
                AccountDormancyWarned.example
                | {"account_id": new_id(), "closes_on": (now() + days).date()}
            )
            for days in (72 * HOUR, 200 * HOUR, -200 * HOUR)
        )
        await notifications.tasks(*[told(one, at=now()) for one in (later, past, soon)])
        admin = await notifications.client.sign_in("national_admin")
        operator = await notifications.client.sign_in("operator")

        (line,) = (await admin.get("/api/v1/tasks")).json()["items"]
        page = await admin.page("/aujourdhui")
        nobody = await tasks_of(operator)
        woken = AccountDormancyLifted.model_validate(soon.model_dump())
        closed = AccountClosed.model_validate(later.model_dump() | {"is_active": False})
        await notifications.tasks(told(woken, sequence=2))
        (left,) = (await admin.get("/api/v1/tasks")).json()["items"]
        await notifications.tasks(told(closed, sequence=2))

        assert (line["kind"], line["count"]) == ("sleepers", 2)
        assert line["href"] == "/comptes-dormants"
        assert line["due_at"].startswith(soon.closes_on.isoformat())
        assert "2 comptes dormants vont fermer" in page.text
        assert nobody == []
        assert (left["count"], left["due_at"][:10]) == (1, later.closes_on.isoformat())
        assert await tasks_of(admin) == []

    @pytest.mark.parametrize("language", ["fr", "en"])
    @pytest.mark.parametrize(
        "role",
        [
            "advisor",
            "centre_manager",
            "regional_referent",
            "national_admin",
            "partner",
            "member",
            "operator",
        ],
    )
    async def test_an_empty_home_teaches_in_both_languages(
        self, notifications: Notifications, role: str, language: str
    ) -> None:
        client = await notifications.client.sign_in(role, holder_id=new_id())

        page = await client.page(
            "/aujourdhui", headers={"Cookie": f"language={language}"}
        )

        assert page.status_code == 200
        assert (
            "Rien ne vous attend" if language == "fr" else "Nothing waits for you"
        ) in page.text

    async def test_an_empty_home_teaches_for_each_role_without_repeating(
        self, notifications: Notifications
    ) -> None:
        """UX-07, UX-09"""
        client = await notifications.client.sign_in(
            "national_admin", "centre_manager", "partner", "member", holder_id=new_id()
        )

        page = (await client.page("/aujourdhui")).text

        assert page.count("Déposez un recensement") == 1
        assert page.count("Proposez un webinaire") == 1
        assert page.count("Quand un vote s’ouvrira") == 1
        assert page.count("Ce qui demandera un geste de votre part") == 1
        assert "Administration nationale et gestion du centre" in page
        assert "Quand un webinaire s’ouvrira" not in page

    async def test_the_day_is_written_as_each_language_does(
        self, notifications: Notifications
    ) -> None:
        client = await notifications.client.sign_in("member")

        french, english = [
            (
                await client.page("/aujourdhui", headers={"Cookie": f"language={one}"})
            ).text
            for one in ("fr", "en")
        ]

        assert re.search(
            r"[A-Z]\w+ \d\S* \w+ \d{4}\. Rien ne vous attend", _plain(french)
        )
        day = r"[A-Z]\w+ \d+ [A-Z]\w+ \d{4}\. Nothing waits for you"
        assert re.search(day, _plain(english))

    async def test_an_empty_home_names_no_role_to_who_holds_one(
        self, notifications: Notifications
    ) -> None:
        client = await notifications.client.sign_in("partner", holder_id=new_id())

        page = (await client.page("/aujourdhui")).text

        assert "Proposez un webinaire" in page
        assert "<h3>" not in page

    async def test_a_visitor_is_asked_to_sign_in(
        self, notifications: Notifications
    ) -> None:
        page = await notifications.client.page("/aujourdhui")

        assert page.status_code == 303
        assert page.headers["location"].startswith("/connexion")


def _plain(page: str) -> str:
    return page.replace("\u00a0", " ")


async def seat_secretary(notifications: Notifications, person_id: UUID) -> None:
    committee = Committee(
        id=new_id(),
        code="pedagogical",
        acronym="CP",
        mandate_fr="",
        mandate_en="",
        rules=VotingRules(),
        members=(
            Member.model_validate(
                {
                    "person_id": person_id,
                    "organisation_id": new_id(),
                    "role": "secretary",
                    "term_starts_on": "2020-01-01",
                    "term_ends_on": "2099-01-01",
                }
            ),
        ),
    )
    document = committee.model_dump()
    await notifications.platform.collection("governance", "committees").insert_one(
        {"_id": document.pop("id"), **document}
    )
