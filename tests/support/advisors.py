"""Advisors as a census would bring them, for tests that begin there."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast
from uuid import UUID

from kit.identity.cards import Card
from kit.ids import new_id
from services.registry.advisors import facts
from services.registry.advisors.models import Advisor, Affiliation, Status
from services.registry.advisors.repository import AdvisorRepository
from services.registry.advisors.rules import search_words, sort_key
from tests.support.harness import Client, Installation

LISTED_AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
PASSWORD = "une phrase qui suffit"  # noqa: S105 - of nobody


@dataclass(frozen=True)
class Known:
    """An advisor of the register and their card."""

    advisor: Advisor
    card: Card

    @property
    def id(self) -> UUID:
        return self.advisor.id


async def list_advisor(
    it: Installation,
    *,
    centre_id: UUID | None = None,
    first_name: str = "Nadia",
    last_name: str = "Belkacem",
    email: str | None = None,
    status: Status = "listed",
    structure_id: UUID | None = None,
    regions: tuple[str, ...] = ("76",),
) -> Known:
    """Put an advisor into the register, as an import does."""
    person_id = new_id()
    card = Card(
        id=person_id,
        first_name=first_name,
        last_name=last_name,
        email=f"{person_id}@exemple.fr" if email is None else email,
        centre_id=centre_id,
    )
    advisor = Advisor(
        person_id=person_id,
        centre_id=centre_id,
        affiliations=(Affiliation(structure_id=structure_id or new_id(), quotity=50),),
        profile="dedicated",
        themes=("site-web",),
        departments=("34",),
        regions=regions,
        status=status,
        listed_at=LISTED_AT,
        words=search_words(first_name, last_name),
        sort_key=sort_key(first_name, last_name),
    )
    advisors = cast("AdvisorRepository", it.provided[AdvisorRepository])
    await it.platform.cards.add(card)
    added = await advisors.add(advisor, facts.listed(advisor), at=LISTED_AT)
    return Known(added, card)


async def manager_of(it: Installation, centre_id: UUID) -> Client:
    return await it.client.sign_in("centre_manager", holder_id=centre_id)


def link_of(it: Installation, known: Known, *, n: int = 1) -> str:
    """Sign the link that the invitation's e-mail holds."""
    return it.platform.links.sign("invitation", {"advisor": str(known.id), "n": n})


async def enrolled(it: Installation, known: Known, manager: Client) -> Client:
    """Invite and enrol; return a client with the advisor's own session."""
    await manager.post(f"/api/v1/advisors/{known.id}/invitation")
    accepted = await it.client.post(
        "/api/v1/invitations/acceptance",
        json={"token": link_of(it, known), "password": PASSWORD},
    )
    assert accepted.status_code == 201, accepted.text
    opened = await it.client.post(
        "/api/v1/sessions", json={"email": known.card.email, "password": PASSWORD}
    )
    token = opened.json()["token"]
    return Client(it.client.http, it.platform, {"Authorization": f"Bearer {token}"})


async def activated(it: Installation, known: Known, manager: Client) -> Client:
    """Bring an advisor all the way, by HTTP."""
    own = await enrolled(it, known, manager)
    charter = (await own.get("/api/v1/charter")).json()
    signature = {"version": charter["version"], "hash": charter["hash"]}
    signed = await own.post("/api/v1/charter/signature", json=signature)
    assert signed.status_code == 201, signed.text
    return own
