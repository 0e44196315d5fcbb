"""A small network: of each kind of record the caller's own, and a foreign one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID

from kit.ids import new_id
from schemas.access import Role
from services.webinars.proposals.handlers import DecisionHandlers
from tests.integration.webinars.conftest import adopted, soon, told
from tests.support.advisors import activated, link_of, list_advisor
from tests.support.harness import Client, Installation

from . import seeds
from .samples import CENSUS, SAMPLES, SOMEBODY

Ids = dict[str, str]
# Who acts where only some may; the others are refused before anything is read.
ACTORS: Mapping[str, str] = {
    "propose_webinar": "partner",
    "schedule_webinar": "partner",
    "publish_webinar": "partner",
    "cancel_webinar": "partner",
    "request_certification": "advisor",
    "sign_charter": "advisor",
    "get_own_advisor": "advisor",
    "open_vote": "member",
    "cast_ballot": "member",
    "close_vote": "member",
}
OPERATED = (
    "/api/v1/dead-letters",
    "/api/v1/webhooks",
    "/api/v1/clients",
    "/api/v1/replays",
    "/api/v1/rebuilds",
    "/api/v1/read-models",
)
MANAGED = ("/api/v1/censuses", "/api/v1/structures", "/api/v1/advisors")


@dataclass
class World:
    """Clients by role, and ids by the names that addresses give them."""

    it: Installation
    clients: dict[str, Client] = field(default_factory=dict)
    own: Ids = field(default_factory=dict)
    foreign: Ids = field(default_factory=dict)
    centres: tuple[UUID, UUID] = field(default_factory=lambda: (new_id(), new_id()))
    organisations: tuple[UUID, UUID] = field(
        default_factory=lambda: (new_id(), new_id())
    )

    def actor(self, name: str, path: str) -> Client:
        """Return somebody whom the table of rights allows this."""
        return self.clients[actor_of(name, path)]


def actor_of(name: str, path: str) -> str:
    if name in ACTORS:
        return ACTORS[name]
    if path.startswith(OPERATED):
        return "operator"
    if path.startswith(MANAGED):
        return "centre_manager"
    if path.startswith("/api/v1/account"):
        return "advisor"
    return "national_admin"


async def founded(it: Installation) -> World:
    """Seed what every request of the tests finds, or must not find."""
    world = World(it)
    world.clients["nobody"] = it.client
    for role in (Role.NATIONAL_ADMIN, Role.OPERATOR):
        world.clients[role] = await it.client.sign_in(role)
    await _centres(world)
    await _partners(world)
    await _committee(world)
    await _machines(world)
    await _messages(world)
    return world


async def _centres(world: World) -> None:
    it, admin = world.it, world.clients["national_admin"]
    for centre_id, ids in zip(world.centres, (world.own, world.foreign), strict=True):
        manager = await it.client.sign_in(Role.CENTRE_MANAGER, holder_id=centre_id)
        sample = dict(SAMPLES["NewStructure"])
        if ids is world.foreign:
            sample.pop("siret")
        structure = await made(manager, "/api/v1/structures", sample)
        ids["structure_id"] = structure["id"]
        files = {"file": ("recensement.csv", CENSUS)}
        census = await manager.post("/api/v1/censuses", files=files)
        ids["census_id"] = read(census)["id"]
        known = await list_advisor(
            it, centre_id=centre_id, last_name=SOMEBODY, first_name=SOMEBODY
        )
        ids["advisor_id"] = str(known.id)
        world.clients.setdefault("centre_manager", manager)
        if ids is world.own:
            world.clients["advisor"] = await activated(it, known, manager)
            ids["own_person_id"] = str(known.card.id)
            invited = await list_advisor(it, centre_id=centre_id)
            await manager.post(f"/api/v1/advisors/{invited.id}/invitation")
            ids["token"] = link_of(it, invited)
    centre = await admin.post(
        "/api/v1/centres", json={"structure_id": world.foreign["structure_id"]}
    )
    world.own["centre_id"] = read(centre)["id"]
    opened = await made(admin, "/api/v1/people", SAMPLES["NewPerson"])
    world.own["person_id"] = opened["person_id"]


async def _partners(world: World) -> None:
    it = world.it
    admin = world.clients["national_admin"]
    partner = await made(admin, "/api/v1/partners", SAMPLES["NewPartner"])
    world.own["partner_id"] = partner["id"]
    for organisation_id, ids in zip(
        world.organisations, (world.own, world.foreign), strict=True
    ):
        client = await it.client.sign_in(Role.PARTNER, holder_id=organisation_id)
        world.clients.setdefault("partner", client)
        proposed = await made(client, "/api/v1/webinars", SAMPLES["Proposal"])
        ids["webinar_id"] = proposed["id"]
        ids["reference"] = proposed["private"]["dossier_number"]
    world.own["published_id"] = await webinar_after(world, "schedule", "publication")
    advisor = world.clients["advisor"]
    stranger = await it.client.sign_in(Role.ADVISOR)
    seats = f"/api/v1/webinars/{world.own['published_id']}/registrations"
    world.own["registration_id"] = read(await advisor.post(seats))["id"]
    world.foreign["registration_id"] = read(await stranger.post(seats))["id"]


async def webinar_after(
    world: World, *acts: str, room: str = "gutenberg", days: int = 30
) -> str:
    """Have a partner propose one that is adopted, then go so far with it."""
    partner = world.clients["partner"]
    webinar = await made(partner, "/api/v1/webinars", SAMPLES["Proposal"])
    handlers = cast("DecisionHandlers", world.it.provided[DecisionHandlers])
    await handlers.on_facts([told(adopted(webinar))])  # type: ignore[list-item] # a decision
    address = f"/api/v1/webinars/{webinar['id']}"
    slot = {"starts_at": soon(days=days).isoformat(), "room": room}
    for act in acts:
        body = slot if act == "schedule" else None
        version = (await partner.get(address)).headers["etag"]
        answer = await partner.post(
            f"{address}/{act}", json=body, headers={"If-Match": version}
        )
        read(answer)
    return str(webinar["id"])


async def _committee(world: World) -> None:
    """Seat a chair, who opens votes on both partners' dossiers."""
    admin, person_id = world.clients["national_admin"], new_id()
    await seeds.add_card(world.it, person_id)
    seat = {
        "person_id": str(person_id),
        "organisation_id": str(new_id()),
        "role": "chair",
    }
    await made(admin, "/api/v1/committees/private_partners/members", seat)
    member = await world.it.client.sign_in(Role.MEMBER, person_id=person_id)
    world.clients["member"] = member
    world.own["code"] = "private_partners"
    for ids in (world.own, world.foreign):
        votes = f"/api/v1/dossiers/{ids['reference']}/votes"
        ids["vote_id"] = (await made(member, votes, {"mode": "named"}))["id"]
        # The first closing of a year makes its counter, even when it is refused.
        await member.post(f"/api/v1/votes/{ids['vote_id']}/closing")


async def _machines(world: World) -> None:
    operator = world.clients["operator"]
    hook = await made(operator, "/api/v1/webhooks", SAMPLES["NewWebhook"])
    world.own["webhook_id"] = hook["id"]
    world.own["delivery_id"] = await seeds.add_delivery(world.it, UUID(hook["id"]))
    client = await made(operator, "/api/v1/clients", SAMPLES["NewClient"])
    world.own["client_id"] = client["id"]
    bearer = {"Authorization": f"Bearer {client['key']}"}
    world.clients["client"] = Client(world.it.client.http, world.it.platform, bearer)
    letter_id = await seeds.add_dead_letter(world.it)
    world.own |= {"dead_letter_id": letter_id, "letter_id": letter_id}


async def _messages(world: World) -> None:
    person_id = UUID(world.own["own_person_id"])
    world.own["notification_id"] = await seeds.add_message(world.it, person_id)
    world.foreign["notification_id"] = await seeds.add_message(world.it, new_id())


async def made(client: Client, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
    return read(await client.post(path, json=body))


def read(answer: Any) -> dict[str, Any]:
    assert answer.status_code < 300, answer.text
    return dict(answer.json())
