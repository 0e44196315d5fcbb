"""Step 5: only what was adopted gets a date, in Paris time (WEB-02, 03, 05, 06)."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from kit.clock import now
from kit.texts.dates import PARIS
from tests.support.harness import eventually

from .browser import Enter, Person
from .cast import HUGO, INES, YANIS
from .site import Site
from .story import Story
from .test_3_proposal import TITLE

pytestmark = pytest.mark.asyncio(loop_scope="session")

FRIDAY_BEFORE, TUESDAY_AFTER = timedelta(days=-2), timedelta(days=2)


def change_in_october() -> date:
    """Return the last Sunday of the next October that is at least two weeks away."""
    today = now().astimezone(PARIS).date()
    for year in (today.year, today.year + 1):
        last = date(year, 10, 31)
        sunday = last - timedelta(days=(last.weekday() + 1) % 7)
        if sunday > today + timedelta(days=14):
            return sunday
    raise AssertionError(today)


def ten_in_the_morning(day: date) -> str:
    return f"{day:%Y-%m-%d}T10:00"


async def fill(partner: Person, webinar_id: str, **fields: str) -> None:
    await partner.go(f"/webinaires/{webinar_id}/programmation")
    await partner.page.fill("[name=starts_at]", fields["starts_at"])
    await partner.page.select_option("[name=room]", fields["room"])
    if "speakers" in fields:
        await partner.page.fill("[name=speakers]", fields["speakers"])
    await partner.press("Fixer cette date")


class TestUndecided:
    async def test_without_the_decision_the_page_says_what_is_missing(
        self, enter: Enter, story: Story
    ) -> None:
        training = story.take("training", of=3)

        async with enter(YANIS.email) as yanis:
            await yanis.go(f"/webinaires/{training['id']}/programmation")
            shown = await yanis.text()

        assert "Il manque la décision du comité pédagogique" in shown
        assert f"Le dossier {training['dossier_number']} est devant" in shown

    async def test_a_machine_is_told_the_same_with_409(
        self, site: Site, story: Story
    ) -> None:
        training = story.take("training", of=3)
        yanis = await site.machine(YANIS.email)
        path = f"/webinars/{training['id']}/schedule"
        slot = {"starts_at": f"{now():%Y}-12-31T09:00:00Z", "room": "curie"}

        refused = await yanis.post(path, slot, version=training["version"], refused=409)

        assert refused["facts"]["missing"] == "webinar.validate"
        assert refused["facts"]["dossier_number"] == training["dossier_number"]


class TestSchedule:
    async def test_an_hour_that_comes_twice_is_refused_in_place(
        self, enter: Enter, story: Story
    ) -> None:
        doubled = f"{change_in_october():%Y-%m-%d}T02:30"

        async with enter(INES.email) as ines:
            await fill(
                ines, story.take("invoice", of=3), starts_at=doubled, room="chappe"
            )

            assert "cette nuit-là, elle arrive deux fois" in await ines.text(
                "[role=alert]"
            )

    async def test_ten_in_paris_before_the_change_is_eight_in_utc(
        self, site: Site, enter: Enter, story: Story
    ) -> None:
        invoice = story.take("invoice", of=3)
        friday = change_in_october() + FRIDAY_BEFORE

        async with enter(INES.email) as ines:
            await fill(
                ines, invoice, starts_at=ten_in_the_morning(friday), room="chappe"
            )
            shown = await ines.text()

        starts_at = datetime.combine(friday, time(8), UTC)
        (told,) = await site.awaited("tn.webinars.webinar", "webinar.scheduled")
        assert datetime.fromisoformat(told["data"]["starts_at"]) == starts_at
        assert "de 10 h à 11 h (heure de Paris)" in shown
        story.leave(5, starts_at=starts_at)

    async def test_a_room_that_is_taken_is_refused_and_says_when(
        self, enter: Enter, story: Story
    ) -> None:
        hosting = story.take("hosting", of=3)
        friday = change_in_october() + FRIDAY_BEFORE

        async with enter(HUGO.email) as hugo:
            await fill(hugo, hosting["id"], starts_at=f"{friday}T10:30", room="chappe")
            shown = await hugo.text()

        assert "Cette salle est prise à cette heure" in shown
        assert (
            f"Un autre webinaire l’occupe le {friday:%d/%m/%Y} de 10:00 à 11:00, "
            "heure de Paris. Choisissez une autre salle ou une autre heure."
        ) in shown
        # It is another organisation's, and not published yet.
        assert TITLE not in shown

    async def test_so_is_a_speaker_who_is_elsewhere_however_the_name_is_written(
        self, enter: Enter, story: Story
    ) -> None:
        hosting = story.take("hosting", of=3)
        friday = change_in_october() + FRIDAY_BEFORE

        async with enter(HUGO.email) as hugo:
            await fill(
                *(hugo, hosting["id"]),
                starts_at=f"{friday}T10:30",
                room="curie",
                speakers="Hugo Lemaire\nREMI  CASTEL",
            )
            shown = await hugo.text()

        assert (
            f"Elle intervient ailleurs le {friday:%d/%m/%Y} de 10:00 à 11:00, "
            "heure de Paris. Choisissez une autre heure."
        ) in shown
        assert TITLE not in shown

    async def test_ten_in_paris_after_the_change_is_nine_in_utc(
        self, site: Site, enter: Enter, story: Story
    ) -> None:
        hosting = story.take("hosting", of=3)
        tuesday = change_in_october() + TUESDAY_AFTER

        async with enter(HUGO.email) as hugo:
            await fill(
                hugo,
                hosting["id"],
                starts_at=ten_in_the_morning(tuesday),
                room="chappe",
            )

        scheduled = await site.awaited("tn.webinars.webinar", "webinar.scheduled", 2)
        (told,) = (
            one["data"]
            for one in scheduled
            if one["data"]["webinar_id"] == hosting["id"]
        )
        assert datetime.fromisoformat(told["starts_at"]).astimezone(UTC).hour == 9


class TestPublish:
    async def test_publishing_opens_registration_to_all_who_look(
        self, site: Site, enter: Enter, story: Story
    ) -> None:
        invoice = story.take("invoice", of=3)
        assert await site.nobody.items("/webinars") == []

        async with enter(INES.email) as ines:
            await ines.go(f"/webinaires/{invoice}")
            await ines.press("Publier le webinaire")
            shown = await ines.text()

        assert "50 places libres sur 50" in shown
        await site.awaited("tn.webinars.webinar", "webinar.published")

        async def listed() -> bool:
            return [one["id"] for one in await site.nobody.items("/webinars")] == [
                invoice
            ]

        await eventually(listed)
