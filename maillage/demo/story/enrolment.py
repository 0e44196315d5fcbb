"""Step 2: invited by e-mail, enrolled with a password, active by the charter."""

import re
from collections import Counter
from typing import Any

from kit.texts import N_
from maillage.demo.cast import ADVISOR, ADVISORS_WANTED, PEOPLE
from maillage.demo.stage import Stage, eventually, gently
from maillage.demo.visitor import Visitor

AT_ONCE_MAX = 100
MESSAGE = re.compile(r"/courrier/([0-9a-f]{8}-[0-9a-f-]{27})")
TOKEN = re.compile(r"/invitation/([\w.~-]+)")

Advisor = dict[str, Any]


async def enrolment(stage: Stage) -> None:
    admin = await stage.admin()
    active = await admin.all("/advisors", status="active")
    missing = ADVISORS_WANTED - len(active)
    if missing <= 0:
        stage.tell.say(N_("Déjà fait : {count} conseillers actifs."), count=len(active))
        return
    chosen = (await _candidates(stage, admin))[:missing]
    await _invite(stage, admin, chosen)
    await stage.told("registry.advisor.invited.v1", count=0)
    charter = await admin.get("/charter")
    enrolled = await gently(lambda one: _enrol(stage, one), chosen)
    stage.tell.say(
        N_("{count} conseillers ont ouvert leur e-mail et choisi un mot de passe."),
        count=len(enrolled),
    )
    await gently(lambda email: _sign(stage, email, charter), enrolled)
    stage.tell.say(
        N_("Ils signent la charte, version {version} : ils sont actifs."),
        version=charter["version"],
    )
    await stage.told("registry.advisor.activated.v1", count=len(chosen))


async def _candidates(stage: Stage, admin: Visitor) -> list[Advisor]:
    """List who is not active yet: the one shown, then some of each managed centre."""
    centres = stage.known["centres"]
    managed = {centres[one.region]["id"] for one in PEOPLE.values() if one.region}
    waiting = [
        one
        for status in ("enrolled", "invited", "listed")
        for one in await admin.all("/advisors", status=status)
        if one["email"]
    ]
    ranks: Counter[str] = Counter()
    ranked = []
    for one in waiting:
        ranks[one["centre_id"]] += 1
        is_foreign = one["centre_id"] not in managed
        ranked.append((one["email"] != ADVISOR, is_foreign, ranks[one["centre_id"]]))
    order = sorted(range(len(waiting)), key=ranked.__getitem__)
    return [waiting[place] for place in order]


async def _invite(stage: Stage, admin: Visitor, chosen: list[Advisor]) -> None:
    listed = [one["id"] for one in chosen if one["status"] == "listed"]
    for start in range(0, len(listed), AT_ONCE_MAX):
        chunk = listed[start : start + AT_ONCE_MAX]
        body = {"advisor_ids": chunk}
        await admin.post("/invitations", body, key=f"invite-{chunk[0]}")
    stage.tell.say(N_("{count} invitations partent par e-mail."), count=len(listed))


async def _enrol(stage: Stage, advisor: Advisor) -> str:
    """Follow the link of the e-mail, and return the address to sign in with."""
    email = str(advisor["email"])
    if advisor["status"] != "enrolled":
        token = await eventually(lambda: _token(stage, email))
        body = {"token": token, "password": stage.password}
        await stage.anyone.post(
            "/invitations/acceptance", body, key=f"accept-{advisor['id']}"
        )
    return email


async def _token(stage: Stage, email: str) -> str | None:
    """Read the newest e-mail to this address, as its owner would."""
    message = MESSAGE.search(await stage.anyone.page(f"/courrier?a={email}"))
    if message is None:
        return None
    token = TOKEN.search(await stage.anyone.page(f"/courrier/{message[1]}"))
    return None if token is None else token[1]


async def _sign(stage: Stage, email: str, charter: dict[str, Any]) -> None:
    advisor = await stage.sign_in(email)
    body = {"version": charter["version"], "hash": charter["hash"]}
    await advisor.post("/charter/signature", body, key="charter")
