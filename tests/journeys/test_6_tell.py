"""Step 6: those concerned are told, once, and nobody else (NOT-01, 02, 03, 08, 10)."""

from functools import partial
from urllib.parse import urlsplit

import httpx2
import pytest

from tests.support.harness import eventually

from .browser import Enter, Person
from .cast import (
    DAMIEN,
    FAR_AWAY,
    GAETAN,
    MUTED,
    NOT_SIGNED,
    OTHER_THEMES,
    Actor,
)
from .letters import Letter
from .looking import seen
from .site import Site
from .story import Story
from .test_3_proposal import TITLE

pytestmark = pytest.mark.asyncio(loop_scope="session")

TITLE_IN_ENGLISH = "E-invoicing: a small business’s first steps"
CONCERNED = (GAETAN, DAMIEN)
OTHERS = (MUTED, OTHER_THEMES, NOT_SIGNED, FAR_AWAY)


async def told_to(site: Site, actor: Actor) -> list[Letter]:
    """Return the e-mails about the webinar, in either language."""
    letters = await site.letters(actor)
    titles = (TITLE, TITLE_IN_ENGLISH)
    return [one for one in letters if any(title in one.subject for title in titles)]


class TestTelling:
    async def test_each_advisor_concerned_gets_one_email_and_one_entry(
        self, site: Site, story: Story
    ) -> None:
        story.take("starts_at", of=5)

        for actor in CONCERNED:
            await eventually(partial(told_to, site, actor))

            assert len(await told_to(site, actor)) == 1
            inbox = await (await site.machine(actor.email)).get("/notifications")
            assert len(inbox["items"]) == 1

    async def test_nobody_else_does(self, site: Site) -> None:
        for actor in OTHERS:
            assert await told_to(site, actor) == []
        for actor in (MUTED, OTHER_THEMES, FAR_AWAY):
            inbox = await (await site.machine(actor.email)).get("/notifications")
            assert inbox["items"] == []

    async def test_each_sending_is_told_without_saying_to_whom(
        self, site: Site
    ) -> None:
        sent = await site.awaited(
            "tn.notifications.notification", "notification.sent", 2
        )

        assert GAETAN.email not in str(sent)
        assert GAETAN.last_name not in str(sent)


class TestLetter:
    async def test_it_speaks_the_readers_language_in_text_and_html(
        self, site: Site, story: Story
    ) -> None:
        (french,) = await told_to(site, GAETAN)
        (english,) = await told_to(site, DAMIEN)

        assert "Bonjour Gaëtan" in french.text
        assert "10 h" in french.text.replace("\u00a0", " ")
        assert '<html lang="fr">' in french.html
        assert TITLE_IN_ENGLISH in english.text
        assert '<html lang="en">' in english.html
        assert "heure de Paris" not in english.text
        story.leave(6, letter=french)

    async def test_the_inbox_page_holds_the_same_news(self, enter: Enter) -> None:
        async with enter(GAETAN.email) as gaetan:
            await gaetan.go("/messages")
            entries = await gaetan.texts("main ol.lines > li")
            await gaetan.press("Tout marquer comme lu")

            assert len(entries) == 1
            assert TITLE in entries[0]
            assert "Tout est lu." in await gaetan.text()


class TestUnsubscribe:
    async def test_looking_at_the_link_changes_nothing(
        self, site: Site, someone: Person
    ) -> None:
        (letter,) = await told_to(site, DAMIEN)

        await site.nobody.ask("GET", urlsplit(letter.link("/desabonnement/")).path)
        await someone.page.goto(letter.link("/desabonnement/"))
        await seen(someone, "unsubscribing", language="fr")

        choices = await _choices(site, DAMIEN)
        assert choices["webinars.email"] is True

    async def test_one_post_without_cookie_or_session_is_enough(
        self, site: Site
    ) -> None:
        (letter,) = await told_to(site, DAMIEN)
        address = letter.header("List-Unsubscribe").strip("<>")

        async with httpx2.AsyncClient() as mail_program:
            answer = await mail_program.post(
                address, data={"List-Unsubscribe": "One-Click"}
            )

        assert letter.header("List-Unsubscribe-Post") == "List-Unsubscribe=One-Click"
        assert answer.status_code == 200
        choices = await _choices(site, DAMIEN)
        assert choices["webinars.email"] is False
        assert choices["webinars.inbox"] is True
        await site.awaited("tn.notifications.preference", "preference.changed")


async def _choices(site: Site, actor: Actor) -> dict[str, bool]:
    view = await (await site.machine(actor.email)).get("/preferences")
    return {
        f"{one['family']}.{one['channel']}": one["is_wanted"] for one in view["choices"]
    }
