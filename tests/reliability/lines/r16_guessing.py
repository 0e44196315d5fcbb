"""R16: a password is guessed at, from one address and from a thousand, for an hour."""

import statistics
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final, cast

import httpx2
from pydantic import SecretStr

from kit.identity.callers import Grant
from kit.identity.cards import Card
from kit.ids import new_id
from kit.mongo import Transaction
from kit.platform import Platform, platform
from kit.running import application, migrate
from kit.running.serving import build_all
from maillage.embedded import Servers
from maillage.embedded import servers as embedded_servers
from services.registry.accounts.models import Account
from services.registry.accounts.repository import AccountRepository
from services.registry.accounts.service import AccountService
from services.registry.roles import REGISTRY
from tests.conftest import quiet
from tests.reliability.line import Line, Outcome, Trial
from tests.support.accounts import EMAIL, PASSWORD
from tests.support.harness import HOST, settings_for

GUESSES_FULL, GUESSES_SHORT = 10_000, 300
ADDRESSES: Final = 1_000
TRIES_AN_HOUR_MAX: Final = 100
TIMED_FULL, TIMED_SHORT = 200, 30
# How much longer than the other the median of either may take.
TIMES_ALIKE: Final = 1.25
ALONE: Final = "203.0.113.7"
OWNER: Final = "198.51.100.20"
WRONG: Final = "une autre phrase"
SESSIONS, LINKS = "/api/v1/sessions", "/api/v1/account/password-links"


@dataclass
class Clock:
    """Runs ahead by hand: an hour of guesses takes a minute."""

    now: datetime = field(default_factory=lambda: datetime.now(UTC))  # noqa: TID251 - has its zone; starts where the world is

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Site:
    """The registry, asked from any address of the network."""

    platform: Platform
    app: Any
    provided: Any
    clock: Clock

    async def ask(
        self, address: str, path: str, body: dict[str, Any], **cookies: str
    ) -> httpx2.Response:
        transport = httpx2.ASGITransport(app=self.app, client=(address, 40_000))
        async with httpx2.AsyncClient(
            transport=transport, base_url=HOST, cookies=cookies
        ) as http:
            return await http.post(path, json=body)

    async def guess(
        self, address: str, *, email: str = EMAIL, password: str = WRONG
    ) -> httpx2.Response:
        given = {"email": email, "password": password}
        return await self.ask(address, SESSIONS, given)


@asynccontextmanager
async def opened(servers: Servers) -> AsyncIterator[Site]:
    clock = Clock()
    async with (
        platform(settings_for(servers, "r16"), clock=clock) as built,
        build_all(built, [REGISTRY]) as provided,
    ):
        await migrate(built, [REGISTRY], provided)
        app = application(built, [REGISTRY])
        async with app.router.lifespan_context(app) as state:

            async def with_state(scope: Any, receive: Any, send: Any) -> None:
                scope["state"] = dict(state or {})
                await app(scope, receive, send)

            yield Site(built, with_state, provided, clock)


async def run(trial: Trial) -> Outcome:
    running = embedded_servers(trial.folder, on_progress=quiet, fresh=True, test=True)
    async with running as servers, opened(servers) as site:
        account = await _owner(site)
        let_in = await site.guess(OWNER, password=PASSWORD)
        device = let_in.cookies["maillage_device"]
        guesses = GUESSES_SHORT if trial.is_short else GUESSES_FULL
        started_at = time.monotonic()
        found = await _guessed(site, guesses)
        seconds = time.monotonic() - started_at
        broken = [
            *_tried_too_often(found),
            *await _who_is_right_waits(site),
            *await _owner_gets_in(site, device, account),
        ]
        ratio, words = await _alike(site, TIMED_SHORT if trial.is_short else TIMED_FULL)
        if not words:
            broken.append("an unknown address is answered in other words")
        if not trial.is_short and max(ratio, 1 / ratio) > TIMES_ALIKE:
            broken.append(f"an unknown address takes {ratio:.2f} times as long")
        return Outcome(
            tried=guesses,
            lost=0,
            duplicated=0,
            broken=tuple(broken),
            figures={
                "tries_that_were_compared": found[401],
                "refused_unhashed": found[429],
                "addresses": ADDRESSES + 1,
                "hours": 1,
                "refusals_per_second": round(found[429] / seconds, 1),
                "time_of_unknown_over_known": round(ratio, 3),
            },
        )


async def _guessed(site: Site, guesses: int) -> Counter[int]:
    """Guess for an hour, every other time from the one address."""
    found: Counter[int] = Counter()
    step = timedelta(hours=1) / guesses
    for number in range(guesses):
        one = number // 2 % ADDRESSES
        spread = f"10.{one // 256}.{one % 256}.9"
        answer = await site.guess(ALONE if number % 2 else spread)
        found[answer.status_code] += 1
        site.clock.now += step
    return found


def _tried_too_often(found: Counter[int]) -> list[str]:
    odd = set(found) - {401, 429}
    return [
        *([f"answered {sorted(odd)}"] if odd else []),
        *(
            [f"{found[401]} tries in an hour were compared"]
            if found[401] > TRIES_AN_HOUR_MAX
            else []
        ),
    ]


async def _who_is_right_waits(site: Site) -> list[str]:
    """Spend what is left, then guess right: it must not even be compared."""
    while (await site.guess(ALONE)).status_code != httpx2.codes.TOO_MANY_REQUESTS:
        continue
    answer = await site.guess("192.0.2.44", password=PASSWORD)
    return (
        []
        if answer.status_code == httpx2.codes.TOO_MANY_REQUESTS
        else [f"a right guess past the budget is answered {answer.status_code}"]
    )


async def _owner_gets_in(site: Site, device: str, account: Account) -> list[str]:
    given = {"email": EMAIL, "password": PASSWORD}
    known = await site.ask(OWNER, SESSIONS, given, maillage_device=device)
    asked = await site.ask(OWNER, LINKS, {"email": EMAIL})
    facts = {"account": str(account.id), "n": account.credential_number}
    link = site.platform.links.sign("password", facts)
    chosen = await site.ask(
        OWNER, f"{LINKS}/use", {"token": link, "password": PASSWORD}
    )
    statuses = {"known device": known, "asked": asked, "mailed link": chosen}
    wanted = {"known device": 201, "asked": 202, "mailed link": 204}
    return [
        f"the owner, by {name}, is answered {answer.status_code}"
        for name, answer in statuses.items()
        if answer.status_code != wanted[name]
    ]


async def _alike(site: Site, times: int) -> tuple[float, bool]:
    """Return the ratio of the medians, unknown over known, and whether words agree.

    Each is another account, so that no budget is spent; the two take turns.
    """
    await _many(site, times)
    took: dict[str, list[float]] = {"known": [], "unknown": []}
    words: dict[str, set[tuple[int, bytes]]] = {"known": set(), "unknown": set()}
    for number in range(times):
        for kind, seconds in took.items():
            began = time.perf_counter()
            answer = await site.guess(
                f"10.9.{number // 250}.{number % 250}", email=f"{kind}.{number}@x.fr"
            )
            seconds.append(time.perf_counter() - began)
            told = answer.json()
            words[kind].add((answer.status_code, told["title"] + told["detail"]))
    medians = {kind: statistics.median(seconds) for kind, seconds in took.items()}
    return medians["unknown"] / medians["known"], words["known"] == words["unknown"]


async def _owner(site: Site) -> Account:
    accounts = cast("AccountService", site.provided[AccountService])
    account = await accounts.open_first(EMAIL, SecretStr(PASSWORD))
    assert account is not None
    return account


async def _many(site: Site, count: int) -> None:
    """Open accounts with one hash of one password: hashing each would take a while."""
    accounts = cast("AccountRepository", site.provided[AccountRepository])
    hashed = await site.platform.passwords.hash(PASSWORD)
    for number in range(count):
        email = f"known.{number}@x.fr"
        card = Card(id=new_id(), last_name="Vidal", email=email)
        account = Account(
            person_id=card.id,
            email=email,
            password_hash=hashed,
            grants=(Grant("regional_referent", new_id()),),
        )
        await site.platform.cards.add(card)
        await _added(site, accounts, account)


async def _added(site: Site, accounts: AccountRepository, account: Account) -> None:
    async def do(tx: Transaction) -> Account:
        return await accounts.add(account, at=site.clock(), tx=tx)

    await site.platform.mongo.transaction(do)


LINE = Line(
    id="R16",
    fault=(
        "10 000 guesses at one password in an hour, half from one address, half from a "
        "thousand"
    ),
    must=(
        "at most 100 are compared; the owner gets in from a device known before and by "
        "a mailed link; unknown and known addresses are answered alike, in words and "
        "in time"
    ),
    run=run,
)
