"""The embedded mail server and its page."""

import asyncio

from kit.ids import new_id
from maillage.embedded import Servers
from maillage.mailbox import mailbox
from services.notifications.deliveries.sender import SmtpSender
from services.notifications.deliveries.service import Deliverer
from tests.integration.notifications.conftest import Notifications, opened
from tests.support.notifications import seat, told
from tests.support.smtp import Post


async def received(notifications: Notifications) -> str:
    """Send one e-mail through the embedded server; return the address of its page."""
    taken = seat()
    await notifications.add_cards(taken.person_id, email="claire@exemple.fr")
    await notifications.seats(told(taken))
    deliverer = notifications.of(Deliverer)
    async with mailbox(notifications.platform) as open_at:
        sender = SmtpSender(open_at.settings(notifications.platform.settings.smtp))
        deliverer.__dict__["_sender"] = sender
        await deliverer.step()
        await sender.close()
        await asyncio.sleep(0)
    (stored,) = await notifications.documents("mailbox")
    return f"/courrier/{stored['_id']}"


class TestMailbox:
    async def test_an_email_is_kept_and_listed(
        self, notifications: Notifications
    ) -> None:
        await received(notifications)

        page = await notifications.client.page("/courrier")
        found = await notifications.client.page("/courrier?a=Claire")
        nothing = await notifications.client.page("/courrier?a=paul")

        assert "Place prise" in page.text
        assert "Place prise" in found.text
        assert "Aucun courrier pour cette adresse" in nothing.text

    async def test_a_message_shows_its_text_links_headers_and_pieces(
        self, notifications: Notifications
    ) -> None:
        path = await received(notifications)

        page = await notifications.client.page(path)

        assert "Bonjour Nadia" in page.text
        assert 'href="http://maillage.test/webinaires/' in page.text
        assert "Auto-Submitted" in page.text
        assert "invitation.ics" in page.text

    async def test_its_html_can_do_nothing(self, notifications: Notifications) -> None:
        path = await received(notifications)

        answer = await notifications.client.page(f"{path}/html")

        policy = answer.headers["content-security-policy"]
        assert answer.status_code == 200
        assert policy.startswith("sandbox; default-src 'none'")
        assert "script-src" not in policy

    async def test_the_invitation_is_downloaded_as_it_was_sent(
        self, notifications: Notifications
    ) -> None:
        path = await received(notifications)

        answer = await notifications.client.get(f"{path}/pieces/0")

        assert answer.content.startswith(b"BEGIN:VCALENDAR")
        assert "attachment" in answer.headers["content-disposition"]
        assert (await notifications.client.get(f"{path}/pieces/1")).status_code == 404

    async def test_it_does_not_exist_in_another_mode(
        self, servers: Servers, namespace: str, post: Post
    ) -> None:
        async with opened(servers, namespace, post, mode="server") as notifications:
            path = await received(notifications)

            answers = [
                await notifications.client.page(one)
                for one in ("/courrier", path, f"{path}/html", f"{path}/pieces/0")
            ]

        assert [one.status_code for one in answers] == [404] * 4

    async def test_an_unknown_message_is_not_found(
        self, notifications: Notifications
    ) -> None:
        answers = [
            await notifications.client.page(f"/courrier/{new_id()}"),
            await notifications.client.page("/courrier/x"),
        ]

        assert answers[0].status_code == 404
        assert answers[1].status_code in {404, 422}
