"""The webinars' service on real servers, with the committees' ground beside it."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx2
import pytest

from kit.ids import new_id
from kit.messaging.envelope import Told
from kit.platform import Platform
from kit.service import CollectionPlan, Service
from maillage.embedded import Servers
from schemas.access import Role
from schemas.base import Event
from schemas.documents.governance import DATABASE, Counter, Dossier
from schemas.events.governance import DecisionAdopted, DecisionRejected
from services.webinars.proposals.handlers import DecisionHandlers
from services.webinars.roles import WEBINARS
from tests.support.harness import Client, Installation, installed

PROPOSAL: dict[str, Any] = {
    "title_fr": "Facture électronique : par où commencer",
    "abstract_fr": "Ce qui change, et quand.",
    "objectives": "Choisir sa plateforme.\nÉmettre une facture.",
    "audience": "everyone",
    "level": "beginner",
    "themes": ["facture-electronique"],
    "speakers": ["Camille Roussel"],
    "duration_minutes": 60,
    "seats_max": 50,
    "commercial_interest": "Vend un logiciel de facturation. Il n’est pas montré.",
}


@asynccontextmanager
async def _nothing(_: Platform) -> AsyncIterator[Mapping[type, object]]:
    yield {}


COMMITTEES = Service(
    name=DATABASE,
    build=_nothing,
    collections=(
        CollectionPlan(
            database=DATABASE, name=Dossier.COLLECTION, model=Dossier, tells=True
        ),
        CollectionPlan(database=DATABASE, name=Counter.COLLECTION),
    ),
    topics=(
        "tn.governance.dossier",
        "tn.governance.decision",
        "tn.registry.partner",
        "tn.registry.advisor",
    ),
)


@dataclass
class Webinars:
    """The service, and the usual steps of those who use it."""

    installation: Installation

    @property
    def platform(self) -> Platform:
        return self.installation.platform

    @property
    def public(self) -> Client:
        return self.installation.client

    async def partner(self, organisation_id: UUID | None = None) -> Client:
        return await self.public.sign_in(
            Role.PARTNER, holder_id=organisation_id or new_id()
        )

    async def propose(self, partner: Client, **changes: Any) -> dict[str, Any]:
        answer = await partner.post("/api/v1/webinars", json=PROPOSAL | changes)
        return read(answer, 201)

    async def decided(
        self, partner: Client, number: str = "CP-2026-014", **changes: Any
    ) -> dict[str, Any]:
        proposed = await self.propose(partner, **changes)
        await self.tell(adopted(proposed, number=number))
        return await self.get(partner, proposed)

    async def scheduled(
        self,
        partner: Client,
        starts_at: datetime | None = None,
        room: str = "gutenberg",
        **changes: Any,
    ) -> dict[str, Any]:
        webinar = await self.decided(partner, **changes)
        answer = await self.schedule(partner, webinar, starts_at=starts_at, room=room)
        return read(answer, 200)

    async def published(self, partner: Client, **changes: Any) -> dict[str, Any]:
        webinar = await self.scheduled(partner, **changes)
        return read(await self.act(partner, webinar, "publication"), 200)

    async def schedule(
        self,
        partner: Client,
        webinar: dict[str, Any],
        *,
        starts_at: datetime | None = None,
        room: str = "gutenberg",
        **changes: Any,
    ) -> httpx2.Response:
        start = starts_at or soon()
        body = {"starts_at": start.isoformat(), "room": room} | changes
        return await self.act(partner, webinar, "schedule", json=body)

    async def act(
        self, client: Client, webinar: dict[str, Any], what: str, **options: Any
    ) -> httpx2.Response:
        headers = {"If-Match": f'"v{webinar["version"]}"'}
        path = f"/api/v1/webinars/{webinar['id']}/{what}"
        return await client.post(path, headers=headers, **options)

    async def get(self, client: Client, webinar: dict[str, Any]) -> dict[str, Any]:
        return read(await client.get(f"/api/v1/webinars/{webinar['id']}"), 200)

    async def tell(self, *facts: Event) -> None:
        """Hand facts to the handler of decisions, as its reader would."""
        handlers = self.installation.provided[DecisionHandlers]
        assert isinstance(handlers, DecisionHandlers)
        await handlers.on_facts([told(fact) for fact in facts])  # type: ignore[misc] # decisions all

    async def events(self, collection: str = "webinars") -> list[str]:
        """List the short names of the events that documents carry, in order."""
        found = self.platform.collection("webinars", collection).find({})
        return [
            event["type"].split(".")[-2]
            async for document in found
            for event in document["pending"]
        ]


def told(fact: Event, *, sequence: int = 1) -> Told[Event]:
    return Told(
        fact=fact,
        id=new_id(),
        sequence=sequence,
        at=datetime.now(UTC),  # noqa: TID251 - the header of a test's event
        source="governance",
        correlation_id="test",
    )


def adopted(
    webinar: dict[str, Any], *, number: str = "CP-2026-014", is_final: bool = True
) -> DecisionAdopted:
    return DecisionAdopted(**_decision(webinar, number, is_final=is_final))


def rejected(webinar: dict[str, Any], *, number: str = "CP-2026-015") -> Event:
    return DecisionRejected(**_decision(webinar, number, is_final=True))


def _decision(
    webinar: dict[str, Any], number: str, *, is_final: bool
) -> dict[str, Any]:
    return {
        "decision_id": new_id(),
        "number": number,
        "committee": "pedagogical" if is_final else "private_partners",
        "dossier_id": UUID(webinar["private"]["dossier_id"]),
        "vote_id": new_id(),
        "kind": "webinar",
        "object_id": UUID(webinar["id"]),
        "effect": "webinar.validate" if is_final else "partner.standing_confirmed",
        "is_final": is_final,
        "decided_on": date(2026, 11, 27),
    }


def soon(*, days: int = 30, hours: int = 0) -> datetime:
    """Return an hour to come, on the hour."""
    start = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)  # noqa: TID251 - the API compares it with the real clock
    return start + timedelta(days=days, hours=hours)


def read(answer: httpx2.Response, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    body: dict[str, Any] = answer.json()
    return body


@pytest.fixture
async def webinars(servers: Servers, namespace: str) -> AsyncIterator[Webinars]:
    async with installed(servers, namespace, WEBINARS, COMMITTEES) as installation:
        yield Webinars(installation)
