"""Accounts as the administration opens them, and letters about them."""

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tests.support.harness import Client, Installation

PASSWORD = "une phrase qui suffit"  # noqa: S105 - of nobody
OTHER_PASSWORD = "une tout autre phrase"  # noqa: S105 - of nobody
EMAIL = "claire.vidal@exemple.fr"


@dataclass(frozen=True)
class Opened:
    account_id: UUID
    person_id: UUID


async def open_account(it: Installation, **more: Any) -> Opened:
    """Let Claire Vidal in, with a password unless `password` is None."""
    nation = await it.client.sign_in("national_admin")
    person = {
        "first_name": "Claire",
        "last_name": "Vidal",
        "email": EMAIL,
        "role": "partner",
        "holder_id": "01936a2b-11d0-7c55-8a3f-2f6a9d0e7b11",
        "password": PASSWORD,
    }
    answer = await nation.post("/api/v1/people", json=person | more)
    assert answer.status_code == 201, answer.text
    told = answer.json()
    return Opened(UUID(told["account_id"]), UUID(told["person_id"]))


async def enter(
    it: Installation, password: str = PASSWORD, *, email: str = EMAIL
) -> Client:
    """Sign in, and return the client that holds the session."""
    given = {"email": email, "password": password}
    answer = await it.client.post("/api/v1/sessions", json=given)
    it.client.http.cookies.clear()
    assert answer.status_code == 201, answer.text
    token = answer.json()["token"]
    return Client(it.client.http, it.platform, {"Authorization": f"Bearer {token}"})


async def told_of_accounts(it: Installation) -> list[dict[str, Any]]:
    """Return the events that wait in the accounts' documents, in order."""
    found = it.platform.collection("identity", "accounts").find({})
    return [one async for document in found for one in document["pending"]]


def link_in(text: str, path: str) -> str:
    """Return the token that follows this path in a letter."""
    found = re.search(rf"{re.escape(path)}/([\w.-]+)", text)
    assert found is not None, text
    return found[1]
