"""Step 7: seats are taken, one is given back, calendars follow."""

from typing import Any

from kit.texts import N_
from maillage.demo.stage import Stage, gently

REGISTERED = 14


async def registrations(stage: Stage) -> None:
    webinar = stage.known["webinars"]["invoice"]["id"]
    chosen = stage.known["concerned"][:REGISTERED]

    async def register(advisor: dict[str, Any]) -> bool:
        visitor = await stage.sign_in(advisor["email"])
        held = (await visitor.get("/registrations"))["items"]
        if any(one["webinar_id"] == webinar for one in held):
            return False
        path = f"/webinars/{webinar}/registrations"
        await visitor.post(path, {}, key=f"register-{webinar}")
        return True

    taken = sum(await gently(register, chosen))
    stage.tell.say(N_("{count} places prises."), count=taken)
    if taken:
        await stage.told("webinars.registration.seat_taken.v1", count=taken)
        await _give_back(stage, chosen[-1])


async def _give_back(stage: Stage, advisor: dict[str, Any]) -> None:
    visitor = await stage.sign_in(advisor["email"])
    for held in (await visitor.get("/registrations"))["items"]:
        await visitor.delete(f"/registrations/{held['id']}")
    stage.tell.say(N_("Une personne se désinscrit : sa place est libre."))
    await stage.told("webinars.registration.seat_freed.v1")
