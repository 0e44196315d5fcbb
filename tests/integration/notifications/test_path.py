"""From Kafka to the mailbox: the whole path, and the events at its end."""

from uuid import UUID

from kit.messaging.envelope import outgoing
from kit.mongo import Document
from kit.outbox import pending
from schemas.base import Event
from schemas.events.registry import AdvisorFact
from schemas.events.webinars import WebinarFact
from tests.integration.notifications.conftest import Notifications
from tests.support.harness import eventually
from tests.support.notifications import NOON, advisor, webinar


async def tell(notifications: Notifications, *facts: Event) -> list[Document]:
    """Publish as a relay does; return the entries, to publish them again."""
    entries = [pending([fact], after=0, at=NOON, source="test")[0] for fact in facts]
    await again(notifications, entries)
    return entries


async def again(notifications: Notifications, entries: list[Document]) -> None:
    for entry in entries:
        record = outgoing(entry, prefix=notifications.platform.prefix)
        await notifications.platform.bus.publish_or_raise(record)


async def states(notifications: Notifications, collection: str) -> list[UUID]:
    found = await notifications.documents(collection)
    return [one["person_id"] for one in found if not one.get("pending")]


class TestPath:
    async def test_a_published_webinar_told_three_times_reaches_each_mailbox_once(
        self, notifications: Notifications
    ) -> None:
        advisors: list[AdvisorFact] = [advisor() for _ in range(10)]
        people = [one.person_id for one in advisors]
        published: WebinarFact = webinar()
        await notifications.add_cards(*people)

        async with notifications.installation.working():
            await tell(notifications, *advisors)
            await eventually(lambda: known(notifications, len(people)), seconds=40)
            entries = await tell(notifications, published)
            await again(notifications, entries)
            await again(notifications, entries)
            await eventually(lambda: sent(notifications, len(people)), seconds=40)
            after = webinar(webinar_id=published.webinar_id, themes=("securite",))
            await tell(notifications, after)
            await eventually(lambda: read(notifications, after), seconds=40)

        addresses = notifications.post.recipients
        assert len(addresses) == len(set(addresses)) == len(people)
        assert sorted(await states(notifications, "inbox")) == sorted(people)
        assert sorted(await states(notifications, "emails")) == sorted(people)


async def known(notifications: Notifications, count: int) -> bool:
    return len(await notifications.documents("advisors")) == count


async def sent(notifications: Notifications, count: int) -> bool:
    emails = await notifications.documents("emails")
    noted = [one for one in emails if one["state"] == "sent" and not one["pending"]]
    return len(noted) == count


async def read(notifications: Notifications, fact: WebinarFact) -> bool:
    """Tell whether the groups have read past everything before this one."""
    waiting = await notifications.documents("waiting")
    return any(one["_id"] == fact.webinar_id for one in waiting)
