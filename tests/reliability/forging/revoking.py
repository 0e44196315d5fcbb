"""What is taken back, and what still opens at the very next request."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from kit.clock import now
from services.registry.accounts.models import Account
from services.registry.accounts.repository import AccountRepository
from services.registry.dormancy.service import DormancyService

from .ground import DOORS, KEY_DOOR, PASSWORD, ROLE_DOORS, Ground, bearer

LONG: Final = timedelta(days=4_000)


@dataclass(frozen=True)
class Taken:
    """A credential that opened `before`, and what it opened right after."""

    name: str
    before: set[str]
    after: set[str]
    left: frozenset[str] = frozenset()

    @property
    def holds(self) -> bool:
        return bool(self.before) and self.after <= self.left


async def taken_back(on: Ground, *, rounds: int) -> AsyncIterator[Taken]:
    for number in range(rounds):
        for name, take in ACTS.items():
            account = await on.person(f"{name.replace(' ', '-')}-{number}")
            token = await on.session(account)
            headers = bearer(token)
            before = await on.opened(headers)
            await take(on, account, token)
            left = frozenset(DOORS) - ROLE_DOORS if name == "role withdrawn" else ()
            after = await on.opened(headers)
            yield Taken(name, before, after, frozenset(left))
        yield await _key_revoked(on, number)


async def _signed_out(on: Ground, _: Account, token: str) -> None:
    await on.client("registry", token).ask("DELETE", "/api/v1/sessions/current")


async def _password_changed(on: Ground, account: Account, _: str) -> None:
    own = on.client("registry", await on.session(account))
    body = {"current": PASSWORD, "new": "une phrase toute neuve"}
    await own.ask("PUT", "/api/v1/account/password", json=body)


async def _account_closed(on: Ground, account: Account, _: str) -> None:
    """Let the night close it, as one that nobody enters."""
    silent = {"last_at": now() - LONG, "warned_at": now() - LONG / 2}
    entries = on.registry.collection("registry", "last_sign_ins")
    await entries.update_one({"_id": account.id}, {"$set": silent})
    await on.part("registry", DormancyService).work()


async def _role_withdrawn(on: Ground, account: Account, _: str) -> None:
    accounts: AccountRepository = on.part("registry", AccountRepository)
    before = await accounts.get(account.id)
    after = before.model_copy(update={"grants": ()})
    await accounts.change(before, after, at=now())
    await on.registry.sessions.change_grants(account.id, (), tx=None)


ACTS: Final[dict[str, Callable[[Ground, Account, str], Awaitable[None]]]] = {
    "signed out": _signed_out,
    "password changed": _password_changed,
    "account closed": _account_closed,
    "role withdrawn": _role_withdrawn,
}


async def _key_revoked(on: Ground, number: int) -> Taken:
    keeper = on.client("hub", await on.session(await on.person(f"cles-{number}")))
    body = {"name": f"Portail {number}", "scopes": ["events.read"]}
    created = (await keeper.post("/api/v1/clients", json=body)).json()
    before = await on.opened(bearer(created["key"]))
    await keeper.ask("DELETE", f"/api/v1/clients/{created['id']}")
    assert before == {KEY_DOOR}, before
    return Taken("key revoked", before, await on.opened(bearer(created["key"])))
