"""Letting people in, as the national administration does it over HTTP."""

from typing import Any

from tests.support.harness import eventually

from .cast import CENTRES, PASSWORD, SEATS, Actor
from .machine import Machine


async def found_centre(admin: Machine, key: str) -> Any:
    """Add a structure and make it the referent centre of its region."""
    centre = CENTRES[key]
    body = {
        "name": centre.name,
        "kind": "centre-de-ressources",
        "postcode": centre.postcode,
        "town": centre.town,
        "is_reception_point": True,
    }
    structure = await admin.post("/structures", body)
    wish = {"structure_id": structure["id"], "is_referent": True}
    return await admin.post("/centres", wish)


async def let_in(admin: Machine, actor: Actor, *, holder_id: str | None = None) -> str:
    """Open an account, and return the person's id."""
    body = {
        "first_name": actor.first_name,
        "last_name": actor.last_name,
        "email": actor.email,
        "role": actor.role,
        "holder_id": holder_id,
        "password": PASSWORD,
    }
    return str((await admin.post("/people", body))["person_id"])


async def make_members(admin: Machine, people: dict[str, str]) -> None:
    """Give whoever sits somewhere the role that shows the committees' pages."""
    sitting = {actor.email for seats in SEATS.values() for actor, _ in seats}
    for email in sorted(sitting):
        await admin.post(f"/people/{people[email]}/grants", {"role": "member"})


async def seat(
    admin: Machine, committee: str, *, person_id: str, organisation_id: str, role: str
) -> None:
    """Give a seat, once the committees know the organisation."""
    body = {"person_id": person_id, "organisation_id": organisation_id, "role": role}
    path = f"/api/v1/committees/{committee}/members"

    async def seated() -> bool:
        try:
            await admin.ask("POST", path, json=body)
        except AssertionError as refused:
            if ": {" in str(refused) and '"status":404' not in str(refused):
                raise
            return False
        return True

    await eventually(seated)
