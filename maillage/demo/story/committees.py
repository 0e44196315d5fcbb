"""Step 3, before: five partners join, and four committees are filled."""

from datetime import date
from typing import Any

from kit.clock import now
from kit.texts import N_
from maillage.demo.cast import COMMITTEES, PARTNERS, PEOPLE, Seat
from maillage.demo.people import let_in, organisation_of
from maillage.demo.stage import Stage, eventually
from maillage.demo.visitor import Refused, Visitor

NOT_YET = {404, 422}
FEE_CENTS = 150_000


async def committees(stage: Stage) -> None:
    admin = await stage.admin()
    await _join(stage, admin)
    for key, person in PEOPLE.items():
        if person.partner is not None:
            await let_in(stage, key)
    seated = 0
    for code, seats in COMMITTEES.items():
        committee = await admin.get(f"/committees/{code}")
        sitting = {one["person_id"] for one in committee["members"]}
        for seat in seats:
            seated += await _seat(stage, admin, code, seat, sitting)
    stage.tell.say(
        N_("{partners} partenaires, {committees} comités, {seats} sièges donnés."),
        partners=len(PARTNERS),
        committees=len(COMMITTEES),
        seats=seated,
    )
    await stage.told("governance.committee.member_seated.v1", count=min(seated, 1))


async def _join(stage: Stage, admin: Visitor) -> None:
    known = {one["name"]: one for one in await admin.all("/partners")}
    partners: dict[str, Any] = stage.known.setdefault("partners", {})
    for key, name in PARTNERS.items():
        body = {
            "name": name,
            "fee_cents": FEE_CENTS,
            "paid_until": date(now().year + 1, 12, 31).isoformat(),
        }
        partners[key] = known.get(name) or await admin.post(
            "/partners", body, key=f"partner-{key}"
        )


async def _seat(
    stage: Stage, admin: Visitor, code: str, seat: Seat, sitting: set[str]
) -> bool:
    """Give the seat, and the role that lets a member see the committees' pages."""
    person_id = str(await let_in(stage, seat.person))
    if person_id in sitting:
        return False
    grant = {"role": "member"}
    await admin.post(f"/people/{person_id}/grants", grant, key=f"member-{seat.person}")
    body = {
        "person_id": person_id,
        "organisation_id": organisation_of(stage, seat.person),
        "role": seat.role,
    }

    async def seated() -> bool | None:
        """Wait for the committees' own copy of the organisation."""
        try:
            await admin.post(
                f"/committees/{code}/members", body, key=f"seat-{code}-{seat.person}"
            )
        except Refused as refused:
            if refused.status not in NOT_YET:
                raise
            return None
        return True

    return await eventually(seated)
