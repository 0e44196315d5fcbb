"""Signed links that nobody signed, or not for this, or not now."""

import hashlib
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final
from urllib.parse import quote
from uuid import UUID

from itsdangerous import TimestampSigner, URLSafeSerializer, URLSafeTimedSerializer

from kit.http.entrance import SESSION_COOKIE
from kit.ids import new_id
from services.registry.federation.service import LEAVING
from services.webinars.roles import WEBINARS
from tests.integration.webinars.conftest import Webinars
from tests.support.advisors import PASSWORD, list_advisor
from tests.support.harness import SECRET, Client, Installation

from .ground import Ground

Use = Callable[[str], Awaitable[bool]]
OLD: Final = timedelta(days=4_000)
HTML: Final = {"Accept": "text/html"}


@dataclass(frozen=True)
class Purpose:
    """A kind of link: what it says when it is right, and whether a token works."""

    name: str
    facts: Mapping[str, Any]
    others: Mapping[str, Any] = field(repr=False)
    works: Use
    is_for_once: bool = False


@dataclass(frozen=True)
class ForgedLink:
    name: str
    token: str


def right(purpose: Purpose) -> str:
    return _signed(purpose.name, purpose.facts)


def forged(purpose: Purpose, all_: Sequence[Purpose]) -> Iterator[ForgedLink]:
    """Change what is right, sign it with what is wrong, or show another kind."""
    token, facts = right(purpose), purpose.facts
    body, time, tail = token.rsplit(".", 2)
    other = _signed(purpose.name, purpose.others)
    for name, one in {
        "with another secret": _signed(purpose.name, facts, secret=SECRET[::-1]),
        "with an empty secret": _signed(purpose.name, facts, secret=""),
        "without a time": _untimed(purpose.name, facts),
        "by another digest": _signed(purpose.name, facts, digest=hashlib.sha512),
        "by itself": _signed(purpose.name, facts, derivation="none"),
        "of ten years ago": _signed(purpose.name, facts, ago=OLD),
        "of tomorrow": _signed(purpose.name, facts, ago=timedelta(days=-1)),
        "of no purpose": _signed("", facts),
        "of a purpose in capitals": _signed(purpose.name.upper(), facts),
        "for another, signed as this": other.rsplit(".", 2)[0] + f".{time}.{tail}",
        "with a later time": f"{body}.{_changed(time)}.{tail}",
        "with another content": f"{_changed(body)}.{time}.{tail}",
        "with another signature": f"{body}.{time}.{_changed(tail)}",
        "without a signature": f"{body}.{time}.",
        "unsigned": body,
        "cut": token[:-2],
        "longer": f"{token}A",
        "twice": f"{token}.{token}",
        "empty": "-",
        "dots": "a.b.c",
        "long": "A" * 590,
    }.items():
        yield ForgedLink(f"{purpose.name} {name}", one)
    for stranger in all_:
        if stranger.name != purpose.name:
            signed = _signed(stranger.name, facts)
            yield ForgedLink(f"{purpose.name} signed as {stranger.name}", signed)


async def purposes(on: Ground) -> list[Purpose]:
    return [
        await _invitation(on),
        _unsubscription(on),
        await _registration(on),
        await _calendar(on),
        await _leaving(on),
        await _way_in(on, "activation", at="/activation"),
        await _way_in(on, "password", at="/mot-de-passe"),
    ]


async def _invitation(on: Ground) -> Purpose:
    it = _installation(on, "registry")
    centre = new_id()
    manager = await it.client.sign_in("centre_manager", holder_id=centre)
    known = [await list_advisor(it, centre_id=centre) for _ in range(2)]
    for one in known:
        asked = await manager.post(f"/api/v1/advisors/{one.id}/invitation")
        assert asked.status_code < 300, asked.text

    async def works(token: str) -> bool:
        body = {"token": token, "password": PASSWORD}
        path = "/api/v1/invitations/acceptance"
        answer = await on.ask("registry", "POST", path, json=body)
        shown = await on.ask("registry", "GET", f"/invitation/{_safe(token)}")
        return shown.is_success or answer.is_success

    facts = [{"advisor": str(one.id), "n": 1} for one in known]
    return Purpose("invitation", facts[0], facts[1], works, is_for_once=True)


def _unsubscription(on: Ground) -> Purpose:
    async def works(token: str) -> bool:
        path = f"/desabonnement/{_safe(token)}"
        shown = await on.ask("notifications", "GET", path, headers=HTML)
        done = await on.ask("notifications", "POST", path, headers=HTML)
        return shown.is_success or done.is_success

    facts = [{"person": str(new_id()), "family": "webinars"} for _ in range(2)]
    return Purpose("unsubscribe", facts[0], facts[1], works)


async def _registration(on: Ground) -> Purpose:
    webinars = Webinars(_installation(on, "webinars"))
    published = await webinars.published(await webinars.partner())

    async def works(token: str) -> bool:
        answer = await on.ask(
            "webinars",
            "POST",
            f"/webinaires/{published['id']}/inscription",
            data={"jeton": token},
            headers=HTML,
        )
        return answer.is_success or answer.headers.get("location", "").startswith(
            f"/webinaires/{published['id']}"
        )

    facts = [
        {"webinar": str(UUID(published["id"])), "person": str(new_id())}
        for _ in range(2)
    ]
    return Purpose("registration", facts[0], facts[1], works)


async def _calendar(on: Ground) -> Purpose:
    async def works(token: str) -> bool:
        path = f"/calendrier/{_safe(token)}.ics"
        return (await on.ask("webinars", "GET", path)).is_success

    facts = [{"person": str(new_id()), "n": 0, "in": "fr"} for _ in range(2)]
    return Purpose("calendar", facts[0], facts[1], works)


async def _way_in(on: Ground, name: str, *, at: str) -> Purpose:
    """Take the links by which a password is chosen."""
    accounts = [await on.person(f"{name}-{number}") for number in range(2)]

    async def works(token: str) -> bool:
        path, body = f"{at}/{_safe(token)}", {"password": PASSWORD}
        shown = await on.ask("registry", "GET", path, headers=HTML)
        done = await on.ask("registry", "POST", path, data=body, headers=HTML)
        return shown.is_success or SESSION_COOKIE in done.cookies

    facts = [{"account": str(one.id), "n": 0} for one in accounts]
    return Purpose(name, facts[0], facts[1], works, is_for_once=True)


async def _leaving(on: Ground) -> Purpose:
    kept = on.registry.collection("registry", "federated_tokens")
    facts = [{"session": new_id().hex} for _ in range(2)]
    for one in facts:
        await kept.insert_one({"_id": one["session"], "id_token": "a.b.c"})

    async def works(token: str) -> bool:
        path = f"/connexion/federee/depart?jeton={_safe(token)}"
        return (await on.ask("registry", "GET", path, headers=HTML)).is_success

    return Purpose(LEAVING, facts[0], facts[1], works)


def _installation(on: Ground, service: str) -> Installation:
    built = on.platforms[service]
    return Installation(
        platform=built,
        services=(WEBINARS,),
        provided=on.provided[service],
        app=None,  # type: ignore[arg-type] # asked by its client alone
        client=Client(on.http[service], built),
    )


class _Past(TimestampSigner):
    """Signs as one did some time ago."""

    ago = timedelta(0)

    def get_timestamp(self) -> int:
        return super().get_timestamp() - int(self.ago.total_seconds())


def _signed(
    purpose: str,
    facts: Mapping[str, Any],
    *,
    secret: str = SECRET,
    ago: timedelta = timedelta(0),
    digest: Any = hashlib.sha1,
    derivation: str = "django-concat",
) -> str:
    signer = type("Past", (_Past,), {"ago": ago})
    serializer = URLSafeTimedSerializer(
        secret,
        salt=f"maillage.{purpose}",
        signer=signer,
        signer_kwargs={"digest_method": digest, "key_derivation": derivation},
    )
    return _text(serializer.dumps(dict(facts)))


def _untimed(purpose: str, facts: Mapping[str, Any]) -> str:
    serializer = URLSafeSerializer(SECRET, salt=f"maillage.{purpose}")
    return _text(serializer.dumps(dict(facts)))


def _text(token: str | bytes) -> str:
    return token if isinstance(token, str) else token.decode()


def _changed(part: str) -> str:
    middle = len(part) // 2
    letter = "A" if part[middle] != "A" else "B"
    return part[:middle] + letter + part[middle + 1 :]


def _safe(token: str) -> str:
    return quote(token, safe="")
