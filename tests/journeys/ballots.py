"""Opening, casting and closing a vote, in the browser or as a machine."""

from typing import Any

from tests.support.harness import eventually

from .browser import Enter
from .cast import SEATS, Actor
from .site import Site


def secretary_of(committee: str) -> Actor:
    return next(actor for actor, role in SEATS[committee] if role == "secretary")


async def open_in_browser(enter: Enter, dossier: str, *, by: Actor, mode: str) -> str:
    """Open the vote, and return what the page then says."""
    async with enter(by.email) as secretary:
        await secretary.go(f"/dossiers/{dossier}")
        await secretary.page.check(f"[name=mode][value={mode}]")
        await secretary.press("Ouvrir le vote")
        return await secretary.text()


async def vote_in_browser(
    enter: Enter, dossier: str, *, by: Actor, choice: str, reason: str = ""
) -> str:
    """Vote, and return what the page then says."""
    async with enter(by.email) as member:
        await member.go(f"/dossiers/{dossier}")
        await member.page.check(f"[name=choice][value={choice}]")
        if reason:
            await member.page.fill("[name=reason]", reason)
        await member.page.locator("form[action$='/bulletin'] button").click()
        await member.page.wait_for_load_state()
        return await member.text()


async def close_in_browser(enter: Enter, dossier: str, *, by: Actor) -> str:
    async with enter(by.email) as secretary:
        await secretary.go(f"/dossiers/{dossier}")
        await secretary.unfold("Clore le vote")
        await secretary.press("Clore et publier")
        await secretary.axe()
        return await secretary.text()


async def open_vote(site: Site, dossier: str, committee: str) -> Any:
    """Open a named vote over HTTP, once it is this committee's turn."""
    secretary = await site.machine(secretary_of(committee).email)

    async def its_turn() -> bool:
        found = await secretary.get(f"/dossiers/{dossier}")
        return bool(found["committee"] == committee)

    await eventually(its_turn)
    return await secretary.post(f"/dossiers/{dossier}/votes", {"mode": "named"})


async def adopt(site: Site, dossier: str, committee: str) -> Any:
    """Have everyone of the committee vote yes over HTTP, and close."""
    vote = await open_vote(site, dossier, committee)
    people = {one["person_id"]: one for one in vote["electors"]}
    for actor, _ in SEATS[committee]:
        member = await site.machine(actor.email)
        elector = people.get((await member.get("/account"))["person_id"])
        if elector is not None and not elector["is_set_aside"]:
            await member.put(f"/votes/{vote['id']}/ballot", {"choice": "yes"})
    secretary = await site.machine(secretary_of(committee).email)
    return await secretary.post(f"/votes/{vote['id']}/closing")
