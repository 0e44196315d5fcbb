"""A provider's answers that are forged, stale, or somebody else's."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qs, urlencode, urlsplit

from kit.http.entrance import SESSION_COOKIE
from services.registry.federation.delivery import COOKIE
from tests.support.forging import FORGERIES, Forgery
from tests.support.harness import HOST
from tests.support.identity import Person, Provider, signed

from .ground import Ground

BACK: Final = "/connexion/federee/retour"
HTML: Final = {"Accept": "text/html"}
EMAIL: Final = "federee@exemple.fr"
# What a userinfo that is signed is asked for besides: the rest is the ID token's.
OF_USERINFO: Final = (
    *("alg", "HS", "another key", "issuer", "audience", "without iss", "without aud"),
    *("without sub", "header", "claims", "signature", "nothing", "two dots", "nested"),
)


@dataclass(frozen=True)
class Begun:
    """A flow that a browser began: where it is sent, and what it keeps."""

    url: str
    cookie: str

    @property
    def asked(self) -> dict[str, str]:
        return {
            name: one[0] for name, one in parse_qs(urlsplit(self.url).query).items()
        }


@dataclass(frozen=True)
class Trick:
    name: str
    enters: Callable[[], Awaitable[bool]]


async def begin(on: Ground) -> Begun:
    answer = await on.ask("registry", "GET", "/connexion/federee", headers=HTML)
    assert answer.status_code == 303, answer.text
    return Begun(answer.headers["location"], answer.cookies[COOKIE])


async def enters(on: Ground, back: str, cookie: str | None) -> bool:
    """Come back to the site; return whether a session was opened."""
    held = {} if cookie is None else {"Cookie": f"{COOKIE}={cookie}"}
    path = back.removeprefix(HOST)
    answer = await on.ask("registry", "GET", path, headers=HTML | held)
    return SESSION_COOKIE in answer.cookies


async def goes_through(on: Ground) -> bool:
    """Sign in as the provider's person does; return whether that opened a session."""
    begun = await begin(on)
    return await enters(on, on.provider.agree(begun.url), begun.cookie)


async def rightful(on: Ground) -> None:
    """Let the provider's person have an account."""
    await on.person(EMAIL.partition("@")[0], "operator")
    on.provider.person = Person(email=EMAIL)


def tricks(on: Ground) -> Iterator[Trick]:
    for forgery in FORGERIES:
        yield Trick(f"ID token, {forgery.name}", _forged(on, "id_token", forgery))
        if forgery.name.startswith(OF_USERINFO):
            yield Trick(f"userinfo, {forgery.name}", _forged(on, "userinfo", forgery))
    yield Trick("userinfo of another person", _userinfo_of_another(on))
    yield Trick("ID token of another flow", _token_of_another_flow(on))
    yield Trick("ID token with another flow's nonce", _nonce_of_another_flow(on))
    yield from _replays(on)


def _forged(on: Ground, which: str, forgery: Forgery) -> Callable[[], Awaitable[bool]]:
    return lambda: _with(on.provider, {which: forgery.make}, lambda: goes_through(on))


def _userinfo_of_another(on: Ground) -> Callable[[], Awaitable[bool]]:
    def make(claims: dict[str, Any]) -> str:
        return signed(claims | {"sub": "agent-9999"})

    return lambda: _with(on.provider, {"userinfo": make}, lambda: goes_through(on))


def _nonce_of_another_flow(on: Ground) -> Callable[[], Awaitable[bool]]:
    async def enter() -> bool:
        nonce = (await begin(on)).asked["nonce"]

        def make(claims: dict[str, Any]) -> str:
            return signed(claims | {"nonce": nonce})

        return await _with(on.provider, {"id_token": make}, lambda: goes_through(on))

    return enter


def _token_of_another_flow(on: Ground) -> Callable[[], Awaitable[bool]]:
    async def enter() -> bool:
        kept: list[str] = []

        def keep(claims: dict[str, Any]) -> str:
            kept.append(signed(claims))
            return kept[-1]

        await _with(on.provider, {"id_token": keep}, lambda: goes_through(on))
        again = {"id_token": lambda _: kept[0]}
        return await _with(on.provider, again, lambda: goes_through(on))

    return enter


def _replays(on: Ground) -> Iterator[Trick]:
    """Bring back what was brought already, or what another browser began."""

    async def twice() -> bool:
        begun = await begin(on)
        back = on.provider.agree(begun.url)
        assert await enters(on, back, begun.cookie)
        return await enters(on, back, begun.cookie)

    async def a_new_code_for_an_old_state() -> bool:
        begun = await begin(on)
        assert await enters(on, on.provider.agree(begun.url), begun.cookie)
        return await enters(on, on.provider.agree(begun.url), begun.cookie)

    async def without_the_cookie() -> bool:
        return await enters(on, on.provider.agree((await begin(on)).url), None)

    async def with_anothers_cookie() -> bool:
        back = on.provider.agree((await begin(on)).url)
        return await enters(on, back, (await begin(on)).cookie)

    async def a_stolen_code() -> bool:
        stolen = parse_qs(urlsplit(on.provider.agree((await begin(on)).url)).query)
        own = await begin(on)
        told = {"code": stolen["code"][0], "state": own.asked["state"]}
        return await enters(on, f"{BACK}?{urlencode(told)}", own.cookie)

    yield Trick("reply brought twice", twice)
    yield Trick("new code for an answered state", a_new_code_for_an_old_state)
    yield Trick("reply without its cookie", without_the_cookie)
    yield Trick("reply with another browser's cookie", with_anothers_cookie)
    yield Trick("code of another browser", a_stolen_code)
    for name, change in {
        "without a state": {"state": ""},
        "with a state cut short": {"state": "s" * 8},
        "without a code": {"code": ""},
        "with a code of nobody": {"code": "c" * 32},
        "with an error and a code": {"error": "access_denied"},
        "from another issuer": {"iss": "https://evil.example"},
    }.items():
        yield Trick(f"reply {name}", _changed(on, change))
    for name, spoil in {
        "cut": lambda cookie: cookie[:-3],
        "changed": lambda cookie: f"A{cookie[1:]}",
        "unsigned": lambda cookie: cookie.rsplit(".", 2)[0],
        "empty": lambda _: "",
    }.items():
        yield Trick(f"cookie {name}", _spoilt(on, spoil))


def _changed(on: Ground, change: dict[str, str]) -> Callable[[], Awaitable[bool]]:
    async def enter() -> bool:
        begun = await begin(on)
        told = parse_qs(urlsplit(on.provider.agree(begun.url)).query)
        query = {name: one[0] for name, one in told.items()} | change
        return await enters(on, f"{BACK}?{urlencode(query)}", begun.cookie)

    return enter


def _spoilt(on: Ground, spoil: Callable[[str], str]) -> Callable[[], Awaitable[bool]]:
    async def enter() -> bool:
        begun = await begin(on)
        return await enters(on, on.provider.agree(begun.url), spoil(begun.cookie))

    return enter


async def _with(
    provider: Provider,
    changes: dict[str, Any],
    do: Callable[[], Awaitable[bool]],
) -> bool:
    """Let the provider answer so while it is done."""
    before = {name: getattr(provider, name) for name in changes}
    for name, change in changes.items():
        setattr(provider, name, change)
    try:
        return await do()
    finally:
        for name, was in before.items():
            setattr(provider, name, was)
