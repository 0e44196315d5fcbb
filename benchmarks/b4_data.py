"""What B4 is measured on: advisors and their choices, and what telling them writes."""

import time
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from kit.aggregates import stored
from kit.bulk_outbox import EVENTS_MAX, bulk_name
from kit.clock import now
from kit.context import Cause, caused_by
from kit.ids import id_of, new_id, random_id
from kit.messaging.envelope import Told
from kit.mongo import Document
from kit.outbox import pending
from kit.platform import Platform
from schemas.events.webinars import WebinarFact, WebinarPublished
from services.notifications.deliveries.models import Email
from services.notifications.inbox import facts as inbox_facts
from services.notifications.inbox.models import Entry
from services.notifications.templates.models import WebinarPublished as Matter

from .b1_commands import PEER
from .child import Here

CHUNK, SEED_CHUNK = 1_000, 10_000
PREFER, REFUSE_EMAIL, REFUSE_INBOX = 10, 20, 50


def theme(count: int) -> str:
    return f"first-{count}"


def wanted(count: int) -> dict[str, int]:
    """Return how many of each channel `count` advisors want."""
    return {
        "emails": sum(not _refuses(one, REFUSE_EMAIL) for one in range(count)),
        "inbox": sum(not _refuses(one, REFUSE_INBOX) for one in range(count)),
    }


def _refuses(number: int, one_in: int) -> bool:
    return number % one_in == 0


async def seed(built: Platform, sizes: list[int]) -> None:
    """Write copies of advisors; one in ten has chosen, some of them to refuse."""
    advisors = built.collection("notifications", "advisors")
    preferences = built.collection("notifications", "preferences")
    languages = built.collection("notifications", "languages")
    for chunk in _chunks(range(max(sizes)), SEED_CHUNK):
        people = [(number, new_id()) for number in chunk]
        await advisors.insert_many(
            [_advisor(number, person, sizes) for number, person in people]
        )
        chosen = [
            {"_id": person, "version": 1, "sequence": 1, "muted": _muted(number)}
            for number, person in people
            if number % PREFER == 0
        ]
        await preferences.insert_many(chosen)
        await languages.insert_many(
            [{"_id": one["_id"], "language": "en", "sequence": 1} for one in chosen]
        )


def _advisor(number: int, person_id: UUID, sizes: Iterable[int]) -> Document:
    return {
        "_id": new_id(),
        "told_at": now(),
        "person_id": person_id,
        "centre_id": id_of("centre", number % 200),
        "profile": "dedicated",
        "themes": [theme(size) for size in sizes if number < size],
        "departments": ["34"],
        "regions": ["76"],
        "status": "active",
        "charter_version": 3,
        "sequence": 4,
    }


def _muted(number: int) -> list[str]:
    muted = []
    if _refuses(number, REFUSE_EMAIL):
        muted.append("webinars.email")
    if _refuses(number, REFUSE_INBOX):
        muted.append("webinars.inbox")
    return muted


def published(theme: str) -> Told[WebinarFact]:
    fact = WebinarPublished.model_validate(
        WebinarPublished.example
        | {
            "webinar_id": str(new_id()),
            "themes": [theme],
            "regions": [],
            "starts_at": now() + timedelta(days=20),
            "ends_at": now() + timedelta(days=20, hours=1),
        }
    )
    return Told(
        fact=fact,
        id=new_id(),
        sequence=5,
        at=now(),
        source="webinars",
        correlation_id=str(new_id()),
    )


async def insert(here: Here, *, counts: dict[str, int]) -> float:
    """Insert documents like those that the announcement writes; only inserts count."""
    with caused_by(Cause(correlation_id=str(new_id()), causation_id=str(new_id()))):
        templates = {"emails": _email(), "inbox": _entry()}
        event = _event()
    seconds = 0.0

    async def write(name: str, documents: list[Document]) -> None:
        nonlocal seconds
        started_at = time.monotonic()
        await here.platform.collection(PEER, name).insert_many(documents, ordered=False)
        seconds += time.monotonic() - started_at

    most = max(counts.values())
    for chunk in _chunks(range(most), CHUNK):
        for name, template in templates.items():
            documents = [
                template | {"_id": random_id(), "person_id": new_id()}
                for number in chunk
                if number < counts[name]
            ]
            if documents:
                await write(name, documents)
        told = range(sum(number < counts["inbox"] for number in chunk))
        parcels: list[Document] = [
            {"_id": new_id(), "pending": [event | {"id": new_id()} for _ in some]}
            for some in _chunks(told, EVENTS_MAX)
        ]
        if parcels:
            await write(bulk_name("inbox"), parcels)
    return seconds


def _matter() -> Matter:
    fact = published("facture-electronique").fact
    return Matter.model_validate(fact.model_dump(exclude={"audience"}))


def _email() -> Document:
    email = Email(
        person_id=new_id(),
        role="advisor",
        matter=_matter(),
        event_id=new_id(),
        correlation_id=str(new_id()),
        created_at=now(),
        due_at=now(),
    )
    return stored(email) | {"pending": []}


def _entry() -> Document:
    return stored(_placed()) | {"pending": []}


def _event() -> Document:
    told = inbox_facts.placed(new_id(), new_id(), _matter())
    return pending([told], after=0, at=now(), source="notifications")[0]


def _placed() -> Entry:
    return Entry(person_id=new_id(), matter=_matter(), created_at=now(), sequence=1)


def _chunks(numbers: range, size: int) -> Iterable[range]:
    return (numbers[start : start + size] for start in range(0, len(numbers), size))
