"""Governance on real servers, and the usual steps of those who use it."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

import httpx2
import pytest

from kit.identity.cards import Card
from kit.ids import new_id
from maillage.embedded import Servers
from schemas.access import Role
from schemas.documents.governance import Dossier, MemberRole
from schemas.events.governance import CommitteeCode, DossierOpened
from services.governance.committees.models import Appointment
from services.governance.committees.service import CommitteeService
from services.governance.roles import GOVERNANCE
from services.governance.votes.service import ClosingService
from tests.support.governance import NOON, a_dossier
from tests.support.harness import Client, Installation, installed


@dataclass
class Seated:
    """Somebody with a seat, signed in."""

    person_id: UUID
    organisation_id: UUID
    client: Client


@dataclass
class Governance:
    installation: Installation

    @property
    def closing(self) -> ClosingService:
        return cast("ClosingService", self.installation.provided[ClosingService])

    async def documents(self, name: str, **query: Any) -> list[dict[str, Any]]:
        found = self.installation.platform.collection("governance", name).find(query)
        return [document async for document in found]

    async def told(self, name: str) -> list[dict[str, Any]]:
        """Return the events that wait in the documents of a collection."""
        return [
            entry
            for document in await self.documents(name)
            for entry in document["pending"]
        ]

    async def administrator(self) -> Client:
        return await self.installation.client.sign_in(Role.NATIONAL_ADMIN)

    async def partner(self, organisation_id: UUID) -> Client:
        return await self.installation.client.sign_in(
            Role.PARTNER, holder_id=organisation_id
        )

    async def somebody(self, *roles: str) -> Client:
        return await self.installation.client.sign_in(*(roles or (Role.ADVISOR,)))

    async def seat(
        self,
        code: CommitteeCode,
        role: MemberRole = "voting",
        *,
        organisation_id: UUID | None = None,
        name: str = "Claire Vidal",
    ) -> Seated:
        person_id, organisation_id = new_id(), organisation_id or new_id()
        first, _, last = name.partition(" ")
        card = Card(id=person_id, first_name=first, last_name=last)
        await self.installation.platform.cards.add(card)
        service = self.installation.provided[CommitteeService]
        await cast("CommitteeService", service).seat(
            code,
            Appointment(
                person_id=person_id, organisation_id=organisation_id, role=role
            ),
        )
        client = await self.installation.client.sign_in(
            Role.MEMBER, person_id=person_id, name=name
        )
        return Seated(person_id, organisation_id, client)

    async def seat_many(self, code: CommitteeCode, count: int) -> list[Seated]:
        return [await self.seat(code) for _ in range(count)]

    async def dossier(
        self, *path: CommitteeCode, organisation_id: UUID | None = None
    ) -> Dossier:
        """Open a dossier as another service does."""
        platform = self.installation.platform
        count = len(await self.documents("dossiers"))
        dossier = a_dossier(
            *path, number=f"2026-{count + 1:04}", organisation_id=organisation_id
        )
        dossiers = platform.aggregates(
            "governance", "dossiers", Dossier, source="webinars"
        )
        fact = DossierOpened(
            dossier_id=dossier.id,
            number=dossier.number,
            kind=dossier.kind,
            object_id=dossier.object_id,
            organisation_id=dossier.organisation_id,
            committee=dossier.path[0].committee,
            state=dossier.state,
        )
        return await dossiers.add(dossier, fact, at=NOON)

    async def open(self, dossier: Dossier, by: Seated, **asked: Any) -> str:
        answer = await by.client.post(
            f"/api/v1/dossiers/{dossier.number}/votes", json=asked
        )
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    async def cast(
        self, vote_id: str, by: Seated, choice: str, reason: str | None = None
    ) -> httpx2.Response:
        body = {"choice": choice} | ({} if reason is None else {"reason": reason})
        return await by.client.ask("PUT", f"/api/v1/votes/{vote_id}/ballot", json=body)

    async def cast_all(
        self, vote_id: str, members: Sequence[Seated], choices: Sequence[str]
    ) -> None:
        for member, choice in zip(members, choices, strict=True):
            reason = "À revoir." if choice == "no" else None
            answer = await self.cast(vote_id, member, choice, reason)
            assert answer.status_code == 200, answer.text

    async def close(self, vote_id: str, by: Seated) -> httpx2.Response:
        return await by.client.post(f"/api/v1/votes/{vote_id}/closing")


@pytest.fixture
async def governance(servers: Servers, namespace: str) -> AsyncIterator[Governance]:
    async with installed(servers, namespace, GOVERNANCE) as installation:
        yield Governance(installation)
