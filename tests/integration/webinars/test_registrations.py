"""Seats under a crowd, links, calendars, on a real MongoDB (WEB-08, WEB-17)."""

import asyncio
import html
import re
from collections.abc import Awaitable
from typing import Any
from uuid import UUID

import pytest
from icalendar import Calendar

from kit.ids import new_id
from schemas.access import Role
from services.webinars.people.models import Advisor
from services.webinars.people.repository import AdvisorRepository
from services.webinars.registrations.service import RegistrationService
from services.webinars.wiring import WebinarJobs
from tests.support.harness import Client

from .conftest import Webinars, read, soon


async def register(client: Client, webinar: dict[str, Any]) -> Any:
    return await client.post(f"/api/v1/webinars/{webinar['id']}/registrations")


async def a_person(webinars: Webinars, person_id: UUID | None = None) -> Client:
    return await webinars.public.sign_in(Role.ADVISOR, person_id=person_id)


async def taken(webinars: Webinars, webinar: dict[str, Any]) -> int:
    seen = await webinars.get(webinars.public, webinar)
    return int(seen["seats_taken"])


async def follow(webinars: Webinars) -> None:
    jobs = webinars.installation.provided[WebinarJobs]
    assert isinstance(jobs, WebinarJobs)
    while await jobs.step():
        pass


async def activate(webinars: Webinars, person_id: UUID) -> None:
    advisors = AdvisorRepository(webinars.platform.collection("webinars", "advisors"))
    advisor = Advisor(id=new_id(), person_id=person_id, is_active=True)
    await advisors.overtake([(advisor, 1)])


class TestRegister:
    async def test_fifty_seats_hold_under_two_hundred_at_once(
        self, webinars: Webinars
    ) -> None:
        webinar = await webinars.published(await webinars.partner(), seats_max=50)
        people = [await a_person(webinars) for _ in range(200)]

        answers = await asyncio.gather(*(register(one, webinar) for one in people))

        statuses = sorted(answer.status_code for answer in answers)
        assert statuses == [201] * 50 + [409] * 150
        assert {
            answer.json()["type"] for answer in answers if answer.status_code == 409
        } == {"/problems/WebinarFull"}
        registrations = webinars.platform.collection("webinars", "registrations")
        assert await registrations.count_documents({"state": "registered"}) == 50
        assert await taken(webinars, webinar) == 50

    async def test_seats_hold_between_processes_too(self, webinars: Webinars) -> None:
        webinar = await webinars.published(await webinars.partner(), seats_max=5)
        service = webinars.installation.provided[RegistrationService]
        assert isinstance(service, RegistrationService)
        webinar_id = UUID(webinar["id"])

        def take_as_another_process(person_id: UUID) -> Awaitable[object]:
            """Do without the turns that one process keeps."""
            return webinars.platform.mongo.transaction(
                lambda tx: service._take(webinar_id, person_id, tx)
            )

        outcomes = await asyncio.gather(
            *(take_as_another_process(new_id()) for _ in range(20)),
            return_exceptions=True,
        )

        refused = [one for one in outcomes if isinstance(one, BaseException)]
        assert {type(one).__name__ for one in refused} == {"WebinarFull"}
        assert len(refused) == 15
        assert await taken(webinars, webinar) == 5

    async def test_the_same_person_twice_at_once_holds_one_seat(
        self, webinars: Webinars
    ) -> None:
        webinar = await webinars.published(await webinars.partner(), seats_max=3)
        person = await a_person(webinars)

        answers = await asyncio.gather(*(register(person, webinar) for _ in range(8)))

        assert {answer.status_code for answer in answers} == {201}
        assert len({answer.json()["id"] for answer in answers}) == 1
        assert await taken(webinars, webinar) == 1
        assert await webinars.events("registrations") == ["seat_taken"]

    async def test_a_webinar_for_advisors_takes_active_ones_alone(
        self, webinars: Webinars
    ) -> None:
        webinar = await webinars.published(
            await webinars.partner(), audience="advisors"
        )
        active = new_id()
        await activate(webinars, active)

        answers = [
            await register(await a_person(webinars, active), webinar),
            await register(await a_person(webinars), webinar),
        ]

        assert [answer.status_code for answer in answers] == [201, 403]

    async def test_what_is_not_public_or_no_longer_open_takes_nobody(
        self, webinars: Webinars
    ) -> None:
        partner = await webinars.partner()
        hidden = await webinars.scheduled(partner)
        open_ = await webinars.published(partner, speakers=["A B"], room="curie")
        await webinars.act(partner, open_, "cancellation")
        person = await a_person(webinars)

        answers = [await register(person, one) for one in (hidden, open_)]
        nobody = await register(webinars.public, open_)

        assert [answer.status_code for answer in answers] == [404, 409]
        assert nobody.status_code == 401


class TestCancel:
    async def test_a_seat_given_back_is_free_and_can_be_taken_again(
        self, webinars: Webinars
    ) -> None:
        webinar = await webinars.published(await webinars.partner(), seats_max=1)
        first, second = await a_person(webinars), await a_person(webinars)
        held = read(await register(first, webinar), 201)
        path = f"/api/v1/registrations/{held['id']}"

        foreign = await second.ask("DELETE", path)
        freed = [await first.ask("DELETE", path) for _ in range(2)]
        taken_over = await register(second, webinar)
        late = await register(first, webinar)

        assert foreign.status_code == 404
        assert [read(one, 200)["state"] for one in freed] == ["cancelled"] * 2
        assert (taken_over.status_code, late.status_code) == (201, 409)
        assert sorted(await webinars.events("registrations")) == [
            "seat_freed",
            "seat_taken",
            "seat_taken",
        ]

    async def test_taking_it_again_counts_on_for_calendars(
        self, webinars: Webinars
    ) -> None:
        webinar = await webinars.published(await webinars.partner())
        person = await a_person(webinars)
        held = read(await register(person, webinar), 201)
        await person.ask("DELETE", f"/api/v1/registrations/{held['id']}")

        await register(person, webinar)

        stored = await webinars.platform.collection(
            "webinars", "registrations"
        ).find_one({})
        assert stored is not None
        assert stored["calendar_sequence"] == 2
        assert [event["sequence"] for event in stored["pending"]] == [1, 2, 3]


class TestFollow:
    async def test_a_cancelled_webinar_frees_every_seat_once(
        self, webinars: Webinars
    ) -> None:
        partner = await webinars.partner()
        webinar = await webinars.published(partner)
        for _ in range(3):
            await register(await a_person(webinars), webinar)

        await webinars.act(partner, webinar, "cancellation")
        await follow(webinars)
        await follow(webinars)

        events = await webinars.events("registrations")
        assert events == ["seat_taken", "seat_freed"] * 3
        assert await taken(webinars, webinar) == 0

    async def test_a_moved_webinar_moves_every_seat(self, webinars: Webinars) -> None:
        partner = await webinars.partner()
        webinar = await webinars.published(partner)
        person = await a_person(webinars)
        await register(person, webinar)

        moved = await webinars.schedule(partner, webinar, starts_at=soon(days=45))
        await follow(webinars)

        mine = read(await person.get("/api/v1/registrations"), 200)["items"]
        assert mine[0]["starts_at"] == read(moved, 200)["starts_at"]
        assert await webinars.events("registrations") == ["seat_taken", "seat_moved"]


class TestLink:
    async def test_two_clicks_from_the_e_mail_without_signing_in(
        self, webinars: Webinars
    ) -> None:
        webinar = await webinars.published(await webinars.partner())
        person_id = new_id()
        token = webinars.platform.links.sign(
            "registration", {"webinar": webinar["id"], "person": str(person_id)}
        )
        path = f"/webinaires/{webinar['id']}/inscription"

        shown = await webinars.public.page(f"{path}?jeton={token}")
        before = await taken(webinars, webinar)
        sent = await webinars.public.post(path, data={"jeton": token})
        after = await webinars.public.page(sent.headers["location"])

        assert "M’inscrire" in shown.text
        assert (before, await taken(webinars, webinar)) == (0, 1)
        assert "Votre place est réservée" in after.text

    @pytest.mark.parametrize("purpose", ["registration", "invitation"])
    async def test_a_link_for_something_else_opens_nothing(
        self, webinars: Webinars, purpose: str
    ) -> None:
        webinar = await webinars.published(await webinars.partner())
        other = webinar["id"] if purpose == "invitation" else str(new_id())
        token = webinars.platform.links.sign(
            purpose, {"webinar": other, "person": str(new_id())}
        )
        path = f"/webinaires/{webinar['id']}/inscription"

        answers = [
            await webinars.public.page(f"{path}?jeton={token}"),
            await webinars.public.post(path, data={"jeton": token}),
        ]

        assert [answer.status_code for answer in answers] == [404, 404]

    async def test_without_link_or_account_the_page_says_how(
        self, webinars: Webinars
    ) -> None:
        webinar = await webinars.published(await webinars.partner())

        page = await webinars.public.page(f"/webinaires/{webinar['id']}/inscription")

        assert page.status_code == 200
        assert f"/connexion?next=/webinaires/{webinar['id']}" in page.text


class TestCalendar:
    async def test_the_feed_follows_the_seats_and_ends_with_its_address(
        self, webinars: Webinars
    ) -> None:
        webinar = await webinars.published(await webinars.partner())
        person = await a_person(webinars)
        held = read(await register(person, webinar), 201)
        address = await self.address(person)

        feed = await webinars.public.get(address)
        await person.post("/webinaires/mes-inscriptions/calendrier")
        ended = await webinars.public.get(address)
        renewed = await webinars.public.get(await self.address(person))

        (event,) = Calendar.from_ical(feed.content).walk("VEVENT")
        assert event["UID"] == f"{held['id']}@maillage"
        start = held["starts_at"].replace("-", "").replace(":", "")
        assert event["DTSTART"].to_ical() == start.encode()
        assert (ended.status_code, renewed.status_code) == (404, 200)

    async def test_the_public_agenda_can_be_subscribed_by_theme(
        self, webinars: Webinars
    ) -> None:
        await webinars.published(await webinars.partner())

        both = [
            await webinars.public.get(f"/agenda.ics?theme={theme}")
            for theme in ("facture-electronique", "securite")
        ]

        counts = [len(Calendar.from_ical(one.content).walk("VEVENT")) for one in both]
        assert counts == [1, 0]
        assert both[0].headers["content-type"].startswith("text/calendar")

    async def address(self, person: Client) -> str:
        page = await person.page("/webinaires/mes-inscriptions")
        found = re.search(r"http://maillage\.test(/calendrier/[^<]+)", page.text)
        assert found is not None
        return html.unescape(found[1])
