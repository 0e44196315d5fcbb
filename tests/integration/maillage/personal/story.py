"""The main job through HTTP, with a marker in every field that people fill in."""

import asyncio
from dataclasses import dataclass, field
from typing import Any, cast

from kit.ids import new_id
from kit.messaging.envelope import Outgoing
from schemas.access import Role
from schemas.events import BY_TYPE
from services.notifications.tasks.handlers import TaskHandlers
from tests.integration.webinars.conftest import soon
from tests.support.factors import code_of
from tests.support.harness import Client, Installation, eventually

from .markers import ALIEN, EMAIL, OTHER_PHONE, PHONE, SOMEBODY, WORDS

API = "/api/v1"
HTTP_BUSY, BUSY_TRIES = 503, 20
PASSWORD = "pterodaxyl au-dessus des toits"  # noqa: S105 - of nobody
OTHER_EMAIL = "louise@pterodaxyl.example"
NEW_EMAIL = "another@pterodaxyl.example"
MOVED_EMAIL = "moved@pterodaxyl.example"
PARTNER = f"partner {SOMEBODY} {SOMEBODY}"
HEADINGS = (
    "Structure;Type de structure;SIRET;CP;Ville;Téléphone structure;"
    "Courriel structure;Nom;Prénom;E-mail;Téléphone;Profil;Remarque\r\n"
)
PROPOSAL: dict[str, Any] = {
    "title_fr": "Facture électronique",
    "abstract_fr": WORDS,
    "objectives": WORDS,
    "audience": "everyone",
    "level": "beginner",
    "themes": ["site-web"],
    "speakers": [f"Camille {SOMEBODY}", PARTNER],
    "commercial_interest": WORDS,
    "material": WORDS,
}


def census(phone: str) -> bytes:
    """Write two people of one structure, to be called by this number."""
    structure = f"CMA Hérault;CMA;;34000;Montpellier;{phone};{EMAIL}"
    lines = [
        f"{structure};{SOMEBODY};{first};{email};{phone};dédié;{WORDS}\r\n"
        for first, email in (("Nadia", EMAIL), ("Louise", OTHER_EMAIL))
    ]
    return (HEADINGS + "".join(lines)).encode()


@dataclass
class Story:
    """Who acts; `advisors` are those whom the census brought, by their address."""

    it: Installation
    clients: dict[str, Client] = field(default_factory=dict)
    advisors: dict[str, dict[str, Any]] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)

    @property
    def admin(self) -> Client:
        return self.clients["national_admin"]

    @property
    def operator(self) -> Client:
        return self.clients["operator"]


async def told(it: Installation) -> Story:
    """Play the main job while every relay and worker is at work."""
    story = Story(it)
    for role in (Role.NATIONAL_ADMIN, Role.OPERATOR):
        story.clients[role] = await it.client.sign_in(role, name=SOMEBODY)
    await _machines(story)
    await _census(story)
    await _enrolment(story)
    await _webinar(story)
    await _repairs(story)
    await made(story.clients["advisor"], "/account/data")
    return story


async def _machines(story: Story) -> None:
    await made(
        story.operator,
        "/webhooks",
        {"url": "http://127.0.0.1:9/hook", "types": list(BY_TYPE)[:100]},
    )
    await made(story.operator, "/clients", {"name": WORDS, "scopes": ["events.read"]})


async def _census(story: Story) -> None:
    admin = story.admin
    for phone in (PHONE, OTHER_PHONE):
        files = {"file": (f"recensement-{SOMEBODY}.csv", census(phone))}
        batch = read(await admin.post(f"{API}/censuses", files=files))
        address = f"/censuses/{batch['id']}"
        await _in_state(admin, address, "analysed")
        read(await admin.post(f"{API}{address}/application"))
        await _in_state(admin, address, "applied")
    for one in read(await admin.get(f"{API}/advisors"))["items"]:
        story.advisors[one["email"]] = one
    structure = read(await admin.get(f"{API}/structures"))["items"][0]
    await made(admin, "/centres", {"structure_id": structure["id"]})


async def _in_state(client: Client, address: str, state: str) -> None:
    async def reached() -> bool:
        return bool(read(await client.get(API + address))["state"] == state)

    await eventually(reached, seconds=40)


async def _lost(story: Story, name: str) -> None:
    """Let somebody lose telephone and codes, and be helped."""
    own, factor = story.clients[name], "/account/second-factor"
    key = (await made(own, factor, {"password": PASSWORD}))["key"]
    await made(own, f"{factor}/confirmation", {"code": code_of(key)})
    address = f"/people/{story.people[name]}/second-factor/removal"
    await made(story.admin, address, {"reason": WORDS})
    story.clients[name] = await _signed_in(story, f"{name}@pterodaxyl.example")


async def _moved(story: Story, name: str) -> None:
    """Let somebody change their address, and confirm it from there."""
    own = story.clients[name]
    wanted = {"email": MOVED_EMAIL, "password": PASSWORD}
    await made(own, "/account/email-changes", wanted)
    account = read(await own.get(f"{API}/account"))["account_id"]
    facts = {"account": account, "n": 0, "change": 1}
    token = story.it.platform.links.sign("email", facts)
    await made(own, "/account/email-changes/confirmation", {"token": token})


async def _enrolment(story: Story) -> None:
    admin, it = story.admin, story.it
    known, other = story.advisors[EMAIL], story.advisors[OTHER_EMAIL]
    await made(admin, f"/advisors/{known['id']}/invitation")
    token = it.platform.links.sign("invitation", {"advisor": known["id"], "n": 1})
    body = {"token": token, "password": PASSWORD}
    await made(it.client, "/invitations/acceptance", body)
    own = await _signed_in(story, EMAIL)
    charter = read(await own.get(f"{API}/charter"))
    signed = {"version": charter["version"], "hash": charter["hash"]}
    await made(own, "/charter/signature", signed)
    await made(own, "/advisors/me/certification", {})
    story.clients["advisor"] = own
    story.people["advisor"] = known["person_id"]
    await made(admin, f"/advisors/{other['id']}/departure", {"reason": WORDS})
    helper = await it.client.sign_in(Role.NATIONAL_ADMIN, name=SOMEBODY)
    helped = {"person_id": known["person_id"], "reason": WORDS, "minutes": 15}
    await made(helper, "/impersonations", helped)


async def _signed_in(story: Story, email: str) -> Client:
    given = {"email": email, "password": PASSWORD}
    token = (await made(story.it.client, "/sessions", given))["token"]
    it = story.it
    return Client(it.client.http, it.platform, {"Authorization": f"Bearer {token}"})


async def _let_in(story: Story, name: str, **grant: str) -> Client:
    person = {
        "first_name": f"{name} {SOMEBODY}",
        "last_name": SOMEBODY,
        "email": f"{name}@pterodaxyl.example",
        "phone": PHONE,
        "password": PASSWORD,
        **grant,
    }
    opened = await made(story.admin, "/people", person)
    story.people[name] = opened["person_id"]
    story.clients[name] = await _signed_in(story, person["email"])
    return story.clients[name]


async def _webinar(story: Story) -> None:
    admin = story.admin
    body = {"name": "Facture et Cie", "fee_cents": 100_000, "paid_until": "2099-12-31"}
    organisation = await made(admin, "/partners", body)
    partner = await _let_in(
        story, "partner", role="partner", holder_id=organisation["id"]
    )
    await _lost(story, "partner")
    await _moved(story, "partner")
    partner = story.clients["partner"]
    member = await _let_in(story, "member", role="member")
    # Never confirmed: what is left and what is to come are both kept a while.
    wanted = {"email": NEW_EMAIL, "password": PASSWORD}
    await made(member, "/account/email-changes", wanted)
    for code in ("private_partners", "pedagogical"):
        seat = {
            "person_id": story.people["member"],
            "organisation_id": str(new_id()),
            "role": "chair",
        }
        await made(admin, f"/committees/{code}/members", seat)
    webinar = await made(partner, "/webinars", PROPOSAL)
    await _decide(member, webinar, ("named", "yes"), ("secret", "yes"))
    await _published(partner, f"/webinars/{webinar['id']}")
    await made(story.clients["advisor"], f"/webinars/{webinar['id']}/registrations")
    refused = await made(partner, "/webinars", PROPOSAL)
    await _decide(member, refused, ("named", "no"))
    awaited = await made(partner, "/webinars", PROPOSAL)
    await _decide(member, awaited, ("named", "yes"))
    # Left open, with its reason sealed.
    await _vote(member, awaited, "secret", "no")


async def _decide(
    member: Client, webinar: dict[str, Any], *turns: tuple[str, str]
) -> None:
    for mode, choice in turns:
        vote_id = await _vote(member, webinar, mode, choice)
        await made(member, f"/votes/{vote_id}/closing")


async def _vote(member: Client, webinar: dict[str, Any], mode: str, choice: str) -> str:
    number = webinar["private"]["dossier_number"]
    vote = await made(member, f"/dossiers/{number}/votes", {"mode": mode})
    ballot = {"choice": choice} | ({"reason": WORDS} if choice == "no" else {})
    address = f"{API}/votes/{vote['id']}/ballot"
    read(await member.ask("PUT", address, json=ballot))
    return str(vote["id"])


async def _published(partner: Client, address: str) -> None:
    async def decided() -> bool:
        return bool(read(await partner.get(API + address))["state"] == "validated")

    await eventually(decided, seconds=40)
    slot = {"starts_at": soon().isoformat(), "room": "gutenberg"}
    for act, body in (("schedule", slot), ("publication", None)):
        version = (await partner.get(API + address)).headers["etag"]
        answer = await partner.post(
            f"{API}{address}/{act}", json=body, headers={"If-Match": version}
        )
        read(answer)


async def _repairs(story: Story) -> None:
    """Break a record, fail on others, and let an operator say why."""
    it, operator = story.it, story.operator
    for type_ in (b"fr.transition-numerique.webinars.webinar.published.v1", b""):
        headers = [("ce_specversion", b"1.0"), ("ce_type", type_)]
        topic = f"{it.platform.prefix}tn.webinars.webinar"
        value = f'{{"webinar_id": "{ALIEN}"}}'.encode()
        await it.platform.bus.publish_or_raise(
            Outgoing(topic, str(new_id()).encode(), value, headers)
        )

    async def parked() -> Any:
        found = read(await operator.get(f"{API}/dead-letters"))["items"]
        return found if len(found) > 1 else None

    for letter in (await eventually(parked, seconds=40))[:1]:
        await made(operator, f"/dead-letters/{letter['id']}/discard", {"reason": WORDS})
    for model in ("governance.organisations", "webinars.partners", "hub.search"):
        await made(operator, "/rebuilds", {"model": model, "reason": WORDS})
    await made(operator, "/rebuilds", {"model": "notifications.tasks", "reason": WORDS})
    replay = {"group": "webinars.partners", "rate": 100, "reason": WORDS}
    await made(operator, "/replays", replay)


def refuse_tasks(it: Installation) -> None:
    """Let every fact about tasks fail with words in its error, for the delays."""

    async def fail(_: Any) -> None:
        raise ValueError(WORDS)

    handlers = cast("Any", it.provided[TaskHandlers])
    handlers.on_facts = fail


async def made(client: Client, path: str, body: Any = None) -> dict[str, Any]:
    """Ask under one key, again while the site says that it is busy."""
    key = {"Idempotency-Key": str(new_id())}
    answer = await client.post(API + path, json=body, headers=key)
    for _ in range(BUSY_TRIES):
        if answer.status_code != HTTP_BUSY:
            break
        await asyncio.sleep(0.5)
        answer = await client.post(API + path, json=body, headers=key)
    return read(answer)


def read(answer: Any) -> dict[str, Any]:
    assert answer.status_code < 300, answer.text
    return dict(answer.json() or {}) if answer.content else {}
