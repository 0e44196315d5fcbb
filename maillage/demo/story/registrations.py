"""Step 7: seats are taken, one is given back, calendars follow."""

from kit.texts import N_
from maillage.demo.stage import Stage, gently
from maillage.demo.visitor import Visitor

REGISTERED = 14


async def registrations(stage: Stage) -> None:
    webinar = stage.known["webinars"]["invoice"]["id"]
    chosen = stage.known["concerned"][:REGISTERED]
    visitors = await gently(lambda one: stage.sign_in(one["email"]), chosen)
    held = await gently(lambda one: _holds(one, webinar), visitors)
    if sum(held) >= len(chosen) - 1:
        stage.tell.say(N_("Déjà fait : {count} places sont prises."), count=sum(held))
        return
    missing = [one for one, holds in zip(visitors, held, strict=True) if not holds]
    path = f"/webinars/{webinar}/registrations"
    await gently(lambda one: one.post(path, {}, key=f"register-{webinar}"), missing)
    stage.tell.say(N_("{count} places sont prises."), count=len(missing))
    await stage.told("webinars.registration.seat_taken.v1", count=len(missing))
    await _give_back(stage, visitors[-1])


async def _holds(visitor: Visitor, webinar: str) -> bool:
    held = (await visitor.get("/registrations"))["items"]
    return any(one["webinar_id"] == webinar for one in held)


async def _give_back(stage: Stage, visitor: Visitor) -> None:
    for held in (await visitor.get("/registrations"))["items"]:
        await visitor.delete(f"/registrations/{held['id']}")
    stage.tell.say(N_("Une personne se désinscrit : sa place est libre."))
    await stage.told("webinars.registration.seat_freed.v1")
