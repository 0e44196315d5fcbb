"""Step 7: two clicks take a seat, and the calendar follows (WEB-08, WEB-17)."""

from datetime import UTC, timedelta
from typing import Any

import httpx2
import pytest
from icalendar import Calendar

from .browser import Enter, Person
from .cast import GAETAN, OTHER_THEMES, PAUL
from .letters import Letter
from .site import Site
from .story import Story
from .test_3_proposal import TITLE

pytestmark = pytest.mark.asyncio(loop_scope="session")


def only(calendar: Calendar) -> Any:
    """Return its one event; what is read in it has the type that it says."""
    (event,) = calendar.walk("VEVENT")
    return event


def plain(text: object) -> str:
    return str(text).replace("\u00a0", " ")


async def subscribed(address: str) -> Calendar:
    """Read the feed as a calendar program does: by its address alone."""
    async with httpx2.AsyncClient() as program:
        answer = await program.get(address)
    assert answer.headers["content-type"].startswith("text/calendar")
    return Calendar.from_ical(answer.content)


class TestRegister:
    async def test_the_first_click_opens_the_link_and_the_second_takes_the_seat(
        self, someone: Person, story: Story
    ) -> None:
        letter: Letter = story.take("letter", of=6)

        await someone.page.goto(letter.link("/inscription"))
        before = await someone.text()
        await someone.press("M’inscrire")
        after = await someone.text()

        assert "Il reste 50 places sur 50." in before
        assert "Votre place est réservée" in after

    async def test_an_invitation_for_the_calendar_arrives(
        self, site: Site, story: Story
    ) -> None:
        letter = await site.letter(GAETAN, "Place prise")

        event = only(letter.calendar)

        assert letter.calendar["method"] == "REQUEST"
        assert plain(event["summary"]) == TITLE
        assert event.start == story.take("starts_at", of=5)
        assert event.duration == timedelta(hours=1)
        assert f"mailto:{GAETAN.email}" in str(event["attendee"]).lower()
        await site.awaited("tn.webinars.registration", "registration.seat_taken")

    async def test_a_calendar_program_subscribes_to_ones_own_feed(
        self, enter: Enter, story: Story
    ) -> None:
        async with enter(GAETAN.email) as gaetan:
            await gaetan.go("/webinaires/mes-inscriptions")
            address = await gaetan.text("aside pre")
        event = only(await subscribed(address.strip()))

        assert plain(event["summary"]) == TITLE
        assert event.start.astimezone(UTC) == story.take("starts_at", of=5)
        story.leave(7, feed=address.strip())

    async def test_the_seat_taken_is_counted_for_everyone(
        self, someone: Person, story: Story
    ) -> None:
        await someone.go(f"/webinaires/{story.take('invoice', of=3)}")

        assert "49 places libres sur 50" in await someone.text()

    async def test_who_is_not_an_active_advisor_is_told_why_not(
        self, site: Site, story: Story
    ) -> None:
        path = f"/webinars/{story.take('invoice', of=3)}/registrations"

        refused = await (await site.machine(PAUL.email)).post(path, {}, refused=403)

        assert "réservé aux conseillers actifs" in refused["title"]

    async def test_asking_twice_takes_one_seat(self, site: Site, story: Story) -> None:
        path = f"/webinars/{story.take('invoice', of=3)}/registrations"
        lea = await site.machine(OTHER_THEMES.email)

        first, second = await lea.post(path, {}), await lea.post(path, {})

        assert first["id"] == second["id"]
        assert await _taken(site, story) == 2


class TestCancel:
    async def test_giving_the_seat_back_frees_it_at_once(
        self, site: Site, enter: Enter, story: Story
    ) -> None:
        async with enter(GAETAN.email) as gaetan:
            await gaetan.go("/webinaires/mes-inscriptions")
            await gaetan.follow("Ma place")
            await gaetan.unfold("Me désinscrire")
            await gaetan.press("Rendre ma place")
            shown = await gaetan.text()

        assert "Votre place est rendue" in shown
        assert await _taken(site, story) == 1
        await site.awaited("tn.webinars.registration", "registration.seat_freed")

    async def test_the_calendar_is_told_by_email_and_by_the_feed(
        self, site: Site, story: Story
    ) -> None:
        taken = only((await site.letter(GAETAN, "Place prise")).calendar)
        freed = (await site.letter(GAETAN, "Place rendue")).calendar
        feed = await subscribed(story.take("feed", of=7))

        assert freed["method"] == "CANCEL"
        assert only(freed)["uid"] == taken["uid"]
        assert only(freed)["sequence"] > taken["sequence"]
        shown = [
            one for one in feed.walk("VEVENT") if str(one["status"]) != "CANCELLED"
        ]
        assert shown == []


async def _taken(site: Site, story: Story) -> Any:
    webinar = await site.nobody.get(f"/webinars/{story.take('invoice', of=3)}")
    return webinar["seats_taken"]
