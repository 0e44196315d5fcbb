"""The telephone of a person: its codes, and adding it to an account."""

import base64
from datetime import UTC, datetime
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from tests.support.accounts import PASSWORD
from tests.support.harness import Client

FACTOR: Final = "/api/v1/account/second-factor"
AGAIN: Final = {"password": PASSWORD}


def code_of(key: str, *, steps: int = 0) -> str:
    """Compute what the person's application shows, so many half-minutes from now."""
    now = int(datetime.now(UTC).timestamp()) + 30 * steps  # noqa: TID251 - the application's clock is the world's
    return TOTP(base64.b32decode(key), 6, SHA1(), 30).generate(now).decode()  # noqa: S303 - what applications speak


async def added(own: Client, *, password: str = PASSWORD) -> tuple[str, list[str]]:
    """Add a second factor; return its key and the recovery codes.

    It is confirmed by the code of the half-minute before: this one's is still good.
    """
    begun = await own.post(FACTOR, json={"password": password})
    key = begun.json()["key"]
    answer = await own.post(
        f"{FACTOR}/confirmation", json={"code": code_of(key, steps=-1)}
    )
    assert answer.status_code == 201, answer.text
    return key, answer.json()["recovery_codes"]
