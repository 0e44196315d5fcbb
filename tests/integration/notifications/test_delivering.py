"""NOT-01, NOT-06, NOT-08, NOT-09: e-mails through a genuine SMTP server."""

import asyncio
from datetime import timedelta
from email.message import EmailMessage
from typing import Any, cast

from kit.clock import now
from kit.ids import new_id
from kit.settings import SmtpSettings
from schemas.events.registry import AccountLanguageChanged, AdvisorInvited
from services.notifications.deliveries.models import (
    Refused,
    Sent,
    ServerAbsent,
    TryLater,
)
from services.notifications.deliveries.repository import EmailRepository
from services.notifications.deliveries.sender import SmtpSender
from services.notifications.deliveries.service import Deliverer
from tests.integration.notifications.conftest import Notifications
from tests.support.notifications import advisor, seat, told, webinar
from tests.support.smtp import Post


async def queued(notifications: Notifications, count: int = 1) -> list[Any]:
    """Queue the same webinar for so many advisors with cards."""
    people = [new_id() for _ in range(count)]
    await notifications.add_cards(*people)
    await notifications.advisors(*[told(advisor(person_id=one)) for one in people])
    await notifications.webinars(told(webinar()))
    return people


async def make_due(notifications: Notifications) -> None:
    emails = notifications.platform.collection("notifications", "emails")
    await emails.update_many({"state": "queued"}, {"$set": {"due_at": now()}})


class TestDelivery:
    async def test_a_batch_goes_over_one_connection_and_each_is_noted_and_told(
        self, notifications: Notifications
    ) -> None:
        people = await queued(notifications, 12)

        await notifications.deliver()
        await notifications.deliver()

        emails = await notifications.documents("emails")
        assert len(notifications.post.messages) == len(people)
        assert len(set(notifications.post.recipients)) == len(people)
        assert notifications.post.connections == 1
        assert {one["state"] for one in emails} == {"sent"}
        assert {one["pending"][0]["type"].split(".")[-2] for one in emails} == {"sent"}

    async def test_an_email_bears_the_headers_that_it_owes(
        self, notifications: Notifications
    ) -> None:
        await queued(notifications)

        await notifications.deliver()

        (message,) = notifications.post.messages
        (email,) = await notifications.documents("emails")
        assert message["Message-ID"] == f"<{email['_id']}@maillage.example>"
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert message["List-Unsubscribe"].startswith(
            "<http://maillage.test/desabonnement/"
        )
        assert message["Auto-Submitted"] == "auto-generated"
        assert message["To"] == f"Nadia Belkacem <{notifications.post.recipients[0]}>"
        assert body(message, "plain").startswith("Bonjour Nadia,")
        assert "<html" in body(message, "html")

    async def test_it_is_written_in_the_language_that_the_person_chose(
        self, notifications: Notifications
    ) -> None:
        (person_id,) = await queued(notifications)
        await notifications.advisors(
            told(
                AccountLanguageChanged(
                    account_id=new_id(),
                    person_id=person_id,
                    language="en",
                    is_active=True,
                )
            )
        )

        await notifications.deliver()

        (message,) = notifications.post.messages
        assert message["Subject"] == "Webinar: E-invoicing"

    async def test_a_seat_brings_an_invitation_that_calendars_read(
        self, notifications: Notifications
    ) -> None:
        taken = seat()
        await notifications.add_cards(taken.person_id)
        await notifications.seats(told(taken))

        await notifications.deliver()

        (message,) = notifications.post.messages
        parts = {part.get_content_type(): part for part in message.walk()}
        assert parts["text/calendar"].get_param("method") == "REQUEST"
        assert parts["application/ics"].get_filename() == "invitation.ics"
        assert "List-Unsubscribe" not in message

    async def test_without_a_card_it_fails_and_says_why(
        self, notifications: Notifications
    ) -> None:
        await notifications.advisors(told(advisor(AdvisorInvited, status="invited")))

        await notifications.deliver()

        (email,) = await notifications.documents("emails")
        assert (email["state"], email["reason"]) == ("failed", "no_address")
        assert '"reason":"no_address"' in email["pending"][0]["data"]

    async def test_an_address_that_would_break_a_header_fails_alone(
        self, notifications: Notifications
    ) -> None:
        await queued(notifications)
        other = advisor(AdvisorInvited, status="invited")
        await notifications.add_cards(other.person_id, email="a@b.fr\r\nBcc: c@d.fr")
        await notifications.advisors(told(other))

        await notifications.deliver()

        states = {
            one["reason"]: one["state"]
            for one in await notifications.documents("emails")
        }
        assert states == {None: "sent", "address_refused": "failed"}


class TestRefusal:
    async def test_a_server_that_is_down_for_a_while_gets_each_email_once(
        self, notifications: Notifications
    ) -> None:
        await queued(notifications, 5)
        post, deliverer = Post(), notifications.of(Deliverer)
        async with post.open():
            pass
        cast("Any", deliverer)._sender = SmtpSender(post.settings)

        await deliverer.step()
        absent = [one["attempts"] for one in await notifications.documents("emails")]
        async with post.open():
            await make_due(notifications)
            await deliverer.step()
            await deliverer.step()
            await cast("Any", deliverer)._sender.close()

        assert absent == [0] * 5
        assert len(post.recipients) == len(set(post.recipients)) == 5

    async def test_a_refusal_for_now_is_tried_again_and_counted(
        self, notifications: Notifications
    ) -> None:
        await queued(notifications)
        notifications.post.answers = ["452 4.2.2 mailbox full"]

        await notifications.deliver()
        (waiting,) = await notifications.documents("emails")
        await make_due(notifications)
        await notifications.deliver()

        (email,) = await notifications.documents("emails")
        assert (waiting["state"], waiting["attempts"], waiting["reason"]) == (
            "queued",
            1,
            "smtp_452",
        )
        assert waiting["due_at"] > waiting["created_at"] + timedelta(seconds=25)
        assert (email["state"], email["attempts"]) == ("sent", 2)
        assert len(notifications.post.messages) == 1

    async def test_a_refusal_for_good_fails_at_once_and_the_next_one_is_sent(
        self, notifications: Notifications
    ) -> None:
        await queued(notifications, 2)
        notifications.post.answers = ["550 5.1.1 no such user"]

        await notifications.deliver()

        states = sorted(one["state"] for one in await notifications.documents("emails"))
        assert states == ["failed", "sent"]
        assert len(notifications.post.messages) == 1

    async def test_an_email_four_days_old_is_given_up(
        self, notifications: Notifications
    ) -> None:
        await queued(notifications)
        emails = notifications.platform.collection("notifications", "emails")
        await emails.update_many(
            {}, {"$set": {"created_at": now() - timedelta(days=5)}}
        )

        await notifications.deliver()

        (email,) = await notifications.documents("emails")
        assert (email["state"], email["reason"]) == ("failed", "expired")
        assert notifications.post.messages == []


class TestClaim:
    async def test_two_workers_share_the_emails_and_none_is_sent_twice(
        self, notifications: Notifications
    ) -> None:
        await queued(notifications, 120)
        deliverer = notifications.of(Deliverer)

        for _ in range(4):
            await asyncio.gather(deliverer.step(), other(notifications).step())

        recipients = notifications.post.recipients
        assert len(recipients) == len(set(recipients)) == 120

    async def test_a_dead_workers_emails_are_due_again_after_the_lease_and_it_writes_nothing_more(
        self, notifications: Notifications
    ) -> None:
        await queued(notifications)
        emails = notifications.of(EmailRepository)
        lease = timedelta(milliseconds=50)
        (first,) = await emails.claim(now(), limit=10, lease=lease)
        at_once = await emails.claim(now(), limit=10, lease=lease)
        await asyncio.sleep(0.06)

        (second,) = await emails.claim(now(), limit=10, lease=timedelta(minutes=1))

        assert at_once == []
        assert second.id == first.id
        assert not await emails.note(first, first, (), at=now())
        assert await emails.note(second, second, (), at=now())


class TestSmtpSender:
    async def test_nobody_listening_is_an_absent_server(self) -> None:
        sender = SmtpSender(SmtpSettings(host="127.0.0.1", port=1, security="none"))

        answer = await sender.send(message(), to="a@exemple.fr")

        assert isinstance(answer, ServerAbsent)

    async def test_a_connection_closed_while_idle_is_opened_again(
        self, post: Post
    ) -> None:
        sender = SmtpSender(post.settings)
        first = await sender.send(message(), to="a@exemple.fr")
        transport = cast("Any", sender)._client.transport
        transport.close()
        await asyncio.sleep(0.05)

        second = await sender.send(message(), to="b@exemple.fr")

        await sender.close()
        assert (first, second) == (Sent(), Sent())
        assert post.connections == 2

    async def test_its_answers_are_read_by_their_class(self, post: Post) -> None:
        sender = SmtpSender(post.settings)
        post.answers = ["451 later", "554 never", "421 closing"]

        answers = [await sender.send(message(), to="a@exemple.fr") for _ in range(4)]

        await sender.close()
        assert answers == [
            TryLater("smtp_451"),
            Refused("smtp_554"),
            ServerAbsent("smtp_421"),
            Sent(),
        ]

    async def test_an_address_that_smtp_cannot_say_is_refused(self, post: Post) -> None:
        sender = SmtpSender(post.settings)

        answer = await sender.send(message(), to="é@exemple.fr")

        await sender.close()
        assert isinstance(answer, Refused)


def message() -> EmailMessage:
    written = EmailMessage()
    written["Subject"] = "Essai"
    written.set_content("Bonjour")
    return written


def body(received: EmailMessage, kind: str) -> str:
    part = received.get_body(preferencelist=(kind,))
    assert part is not None
    return str(part.get_content())


def other(notifications: Notifications) -> Deliverer:
    """Build a second worker on the same stores, with a connection of its own."""
    twin = object.__new__(Deliverer)
    twin.__dict__ |= vars(notifications.of(Deliverer))
    cast("Any", twin)._sender = SmtpSender(notifications.post.settings)
    return twin
