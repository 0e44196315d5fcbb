"""Two tenants of everything, each with its own words in every private field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID

from kit.identity.callers import Grant
from kit.identity.cards import Card
from kit.identity.rates import PER_MINUTE_MAX
from kit.identity.sessions import NewSession
from kit.ids import new_id
from schemas.access import Role
from services.webinars.proposals.handlers import DecisionHandlers
from tests.integration.maillage.bad_input import seeds
from tests.integration.webinars.conftest import adopted, soon, told
from tests.support.advisors import Known, activated, list_advisor
from tests.support.harness import Client, Installation

from .marks import OURS, THEIRS, Tenant, mark

REGIONS: Mapping[Tenant, str] = {OURS: "76", THEIRS: "84"}
PLACES: Mapping[Tenant, Mapping[str, str]] = {
    OURS: {"postcode": "31000", "town": "Toulouse"},
    THEIRS: {"postcode": "69001", "town": "Lyon"},
}
STARTS = {OURS: soon(days=30), THEIRS: soon(days=31)}


@dataclass(frozen=True)
class Holder:
    """Somebody with a session: a new one each time, so that none outlives its end."""

    account_id: UUID
    person_id: UUID
    grants: tuple[Grant, ...]

    async def enters(self, it: Installation) -> Client:
        token = await it.platform.sessions.open(
            NewSession(
                account_id=self.account_id,
                person_id=self.person_id,
                name="Camille",
                place="",
                language="fr",
                grants=self.grants,
            )
        )
        headers = {"Authorization": f"Bearer {token}"}
        return Client(it.client.http, it.platform, headers)


@dataclass
class Tenancy:
    """What one tenant has, by the names that addresses give ids, and who acts there.

    `secret` are the ids that nobody else may meet; the others are public.
    """

    tenant: Tenant
    ids: dict[str, str] = field(default_factory=dict)
    secret: dict[str, str] = field(default_factory=dict)
    people: dict[str, Holder] = field(default_factory=dict)
    key: str = ""

    def keep(self, name: str, id_: object) -> str:
        self.ids[name] = self.secret[name] = str(id_)
        return str(id_)


@dataclass(frozen=True)
class Site:
    """The installation, and those who found what tenants need."""

    it: Installation
    admin: Client
    operator: Client


def holder(*grants: Grant, person_id: UUID | None = None) -> Holder:
    return Holder(new_id(), person_id or new_id(), grants)


async def opened(it: Installation) -> Site:
    return Site(
        it,
        await it.client.sign_in(Role.NATIONAL_ADMIN),
        await it.client.sign_in(Role.OPERATOR),
    )


async def found(site: Site, tenant: Tenant) -> Tenancy:
    """Plant a whole tenant by what its own people ask for."""
    mine = Tenancy(tenant)
    centre_id = new_id()
    manager = mine.people["manager"] = holder(Grant(Role.CENTRE_MANAGER, centre_id))
    await _register(site, mine, await manager.enters(site.it), centre_id)
    await _partner(site, mine)
    await _committee(site, mine)
    await _machine(site, mine)
    mine.people["referent"] = holder(
        Grant(Role.REGIONAL_REFERENT, region=REGIONS[tenant])
    )
    mine.people["structure"] = holder(
        Grant(Role.CENTRE_MANAGER, structure_id=UUID(mine.ids["structure_id"]))
    )
    return mine


async def _register(
    site: Site, mine: Tenancy, manager: Client, centre_id: UUID
) -> None:
    gens = mark(mine.tenant, "gens")
    structure = await made(
        manager,
        "/api/v1/structures",
        {
            "name": "CMA",
            "kind": "cma",
            "address": f"1 rue {gens}",
            "email": f"contact@{gens}.example",
            "website": f"https://{gens}.example",
            **PLACES[mine.tenant],
        },
    )
    structure_id = UUID(mine.keep("structure_id", structure["id"]))
    census = await manager.post("/api/v1/censuses", files=_census(mine.tenant))
    mine.keep("census_id", read(census)["id"])
    suspended = await _advisor(site, mine, centre_id, structure_id)
    active = await activated(site.it, suspended, manager)
    reason = {"reason": f"{gens} l’a demandé."}
    await made(manager, f"/api/v1/advisors/{suspended.id}/suspension", reason)
    mine.keep("advisor_id", suspended.id)
    known = await _advisor(site, mine, centre_id, structure_id)
    active = await activated(site.it, known, manager)
    account = (await active.get("/api/v1/account")).json()
    mine.people["advisor"] = Holder(
        UUID(account["account_id"]),
        UUID(account["person_id"]),
        (Grant(Role.ADVISOR, centre_id),),
    )
    mine.keep("person_id", account["person_id"])
    entry = await seeds.add_message(site.it, UUID(account["person_id"]))
    mine.ids["entry_id"] = mine.keep("notification_id", entry)


async def _advisor(
    site: Site, mine: Tenancy, centre_id: UUID, structure_id: UUID
) -> Known:
    gens = mark(mine.tenant, "gens")
    return await list_advisor(
        site.it,
        centre_id=centre_id,
        structure_id=structure_id,
        first_name=gens.capitalize(),
        last_name=gens.capitalize(),
        email=f"{gens}.{new_id()}@exemple.fr",
        regions=(REGIONS[mine.tenant],),
    )


async def _partner(site: Site, mine: Tenancy) -> None:
    organisation_id = new_id()
    partner = holder(Grant(Role.PARTNER, organisation_id))
    mine.people["partner"] = partner
    client = await partner.enters(site.it)
    proposed = await made(client, "/api/v1/webinars", _proposal(mine.tenant))
    mine.keep("webinar_id", proposed["id"])
    mine.keep("reference", proposed["private"]["dossier_id"])
    published = await _published(site, mine, client)
    person = await mine.people["advisor"].enters(site.it)
    seat = await person.post(f"/api/v1/webinars/{published}/registrations")
    mine.keep("registration_id", read(seat)["id"])
    register = {"name": f"Facture et Cie {mine.tenant}", "fee_cents": 100_000}
    partner_id = await made(site.admin, "/api/v1/partners", register)
    mine.ids["partner_id"] = partner_id["id"]


async def _published(site: Site, mine: Tenancy, partner: Client) -> str:
    """Publish one: its title is everyone's, what was said in confidence is not."""
    title = {"title_fr": "Facture électronique", "abstract_fr": "Ce qui change."}
    public = {"objectives": "Choisir.", "speakers": ["Camille Roux"]}
    wanted = _proposal(mine.tenant) | title | public
    webinar = await made(partner, "/api/v1/webinars", wanted)
    handlers = cast("DecisionHandlers", site.it.provided[DecisionHandlers])
    await handlers.on_facts([told(adopted(webinar))])  # type: ignore[list-item] # a decision
    address = f"/api/v1/webinars/{webinar['id']}"
    slot = {"starts_at": STARTS[mine.tenant].isoformat(), "room": "gutenberg"}
    for act, body in (("schedule", slot), ("publication", None)):
        version = (await partner.get(address)).headers["etag"]
        headers = {"If-Match": version}
        read(await partner.post(f"{address}/{act}", json=body, headers=headers))
    return str(webinar["id"])


async def _committee(site: Site, mine: Tenancy) -> None:
    """Seat a chair, who opens a vote on this tenant's dossier and votes."""
    vote = mark(mine.tenant, "vote")
    person_id = new_id()
    card = Card(id=person_id, first_name=vote.capitalize(), last_name=vote)
    await site.it.platform.cards.add(card)
    seat = {
        "person_id": str(person_id),
        "organisation_id": str(new_id()),
        "role": "voting" if mine.tenant == THEIRS else "chair",
    }
    # Ours sits where no partner's dossier comes.
    code = "resource_centres" if mine.tenant == OURS else "private_partners"
    await made(site.admin, f"/api/v1/committees/{code}/members", seat)
    chair = holder(Grant(Role.MEMBER), person_id=person_id)
    mine.people["member"] = chair
    mine.ids["code"] = code
    if mine.tenant == THEIRS:
        await _vote(mine, await _officer(site), await chair.enters(site.it))


async def _officer(site: Site) -> Client:
    """Seat who opens votes on partners' dossiers: nobody whose name is looked for."""
    person_id = new_id()
    await site.it.platform.cards.add(Card(id=person_id, last_name="Roux"))
    seat = {
        "person_id": str(person_id),
        "organisation_id": str(new_id()),
        "role": "secretary",
    }
    await made(site.admin, "/api/v1/committees/private_partners/members", seat)
    officer = holder(Grant(Role.MEMBER), person_id=person_id)
    return await officer.enters(site.it)


async def _vote(mine: Tenancy, officer: Client, voter: Client) -> None:
    votes = f"/api/v1/dossiers/{mine.ids['reference']}/votes"
    opened_vote = await made(officer, votes, {"mode": "named"})
    vote_id = mine.keep("vote_id", opened_vote["id"])
    reason = f"{mark(mine.tenant, 'vote')} en pense du bien."
    ballot = {"choice": "yes", "reason": reason}
    read(await voter.ask("PUT", f"/api/v1/votes/{vote_id}/ballot", json=ballot))


async def _machine(site: Site, mine: Tenancy) -> None:
    hub = mark(mine.tenant, "hub")
    new = {
        "name": hub,
        "scopes": ["events.read", "webhooks.manage"],
        # No answer is to be one about its own pace.
        "requests_per_minute": PER_MINUTE_MAX,
    }
    client = await made(site.operator, "/api/v1/clients", new)
    mine.keep("client_id", client["id"])
    mine.key = client["key"]
    key = Client(
        site.it.client.http,
        site.it.platform,
        {"Authorization": f"Bearer {mine.key}"},
    )
    hook = {
        "url": f"http://127.0.0.1:9/{hub}",
        "types": ["fr.transition-numerique.webinars.webinar.published.v1"],
    }
    webhook = await made(key, "/api/v1/webhooks", hook)
    webhook_id = mine.keep("webhook_id", webhook["id"])
    delivery = await seeds.add_delivery(site.it, UUID(webhook_id))
    mine.keep("delivery_id", delivery)
    letter = await seeds.add_dead_letter(site.it, marker=hub)
    mine.ids["letter_id"] = mine.keep("dead_letter_id", letter)


def _proposal(tenant: Tenant) -> dict[str, Any]:
    part = mark(tenant, "part")
    return {
        "title_fr": f"Titre de {part}",
        "abstract_fr": f"Ce que dit {part}.",
        "objectives": f"Choisir {part}.",
        "audience": "everyone",
        "level": "beginner",
        "themes": ["facture-electronique"],
        "speakers": [f"Camille {part}"],
        "commercial_interest": f"{part} en vend.",
        "material": f"{part} le prête.",
        "wished_slots": [soon(days=60).isoformat()],
    }


def _census(tenant: Tenant) -> Mapping[str, Any]:
    gens = mark(tenant, "gens")
    place = PLACES[tenant]
    lines = [
        "Structure;Type de structure;CP;Ville;Nom;Prénom;E-mail;Profil",
        f"CMA;CMA;{place['postcode']};{place['town']};{gens};{gens};{gens}@a.fr;dédié",
        f"CMA;CMA;{place['postcode']};{place['town']};{gens};{gens};{gens};dédié",
    ]
    return {"file": (f"{gens}.csv", "\r\n".join(lines).encode())}


async def made(client: Client, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
    return read(await client.post(path, json=body))


def read(answer: Any) -> dict[str, Any]:
    assert answer.status_code < 300, answer.text
    return dict(answer.json())


def actors(mine: Tenancy) -> Sequence[str]:
    return sorted(mine.people)
