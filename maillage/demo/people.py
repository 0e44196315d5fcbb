"""Letting the people of the cast in: an account, or the one they have already."""

from typing import Any
from uuid import UUID

from .cast import PEOPLE
from .stage import Stage
from .visitor import Refused

CONFLICT = 409


async def let_in(stage: Stage, key: str) -> UUID:
    """Open an account with the demo's password, and return the person's id."""
    person = PEOPLE[key]
    people: dict[str, UUID] = stage.known.setdefault("people", {})
    if key in people:
        return people[key]
    body: dict[str, Any] = {
        "first_name": person.first_name,
        "last_name": person.last_name,
        "email": person.email,
        "role": person.role,
        "password": stage.password,
    }
    holder = holder_of(stage, key)
    if holder is not None:
        body["holder_id"] = holder
    admin = await stage.admin()
    try:
        opened = await admin.post("/people", body, key=f"person-{key}")
        people[key] = UUID(opened["person_id"])
    except Refused as refused:
        if refused.status != CONFLICT:
            raise
        visitor = await stage.someone(key)
        people[key] = UUID((await visitor.get("/account"))["person_id"])
    return people[key]


def holder_of(stage: Stage, key: str) -> str | None:
    """Return the centre or the organisation that the person acts for."""
    person = PEOPLE[key]
    if person.region is not None:
        return str(stage.known["centres"][person.region]["id"])
    if person.partner is not None:
        return str(stage.known["partners"][person.partner]["id"])
    return None


def organisation_of(stage: Stage, key: str) -> str:
    """Return the organisation that a member sits for: a partner, or a structure."""
    person = PEOPLE[key]
    if person.region is not None:
        return str(stage.known["centres"][person.region]["structure_id"])
    return str(stage.known["partners"][person.partner]["id"])
