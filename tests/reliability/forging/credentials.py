"""Sessions and keys that nobody was given, or that are over."""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from kit.clock import now
from kit.http.entrance import SESSION_COOKIE
from kit.identity.sessions import KEY_PREFIX, SESSION_PREFIX, hashed, new_key

from .ground import PASSWORD, Ground, bearer

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Shown:
    """A credential as it is shown to a service."""

    name: str
    headers: dict[str, str]


@dataclass(frozen=True)
class Right:
    """A session and a key that are good, and what is over."""

    session: str
    key: str
    stale: dict[str, str]


async def rightful(on: Ground) -> Right:
    account = await on.person("forgee")
    session = await on.session(account)
    keeper = on.client("hub", session)
    stale = {
        "session signed out": await _signed_out(on),
        "session timed out": await _timed_out(on),
        "session of another password": await _password_changed(on),
        "key revoked": await _revoked(on, session),
        "key expired": await _expired_key(on, session),
    }
    created = await keeper.post("/api/v1/clients", json=_machine("Portail"))
    return Right(session, created.json()["key"], stale)


def forged(right: Right) -> Iterator[Shown]:
    """Vary what is right until it is not, and show what is over."""
    for kind, token in (("session", right.session), ("key", right.key)):
        for name, other in _varied(token):
            yield from _shown(f"{kind} {name}", other)
    for name, token in right.stale.items():
        yield from _shown(name, token)
    for text in ("", "null", "undefined", "true", "ms_", "mk_", "ms_null", "Basic x"):
        yield from _shown(f"token {text!r}", text)
    for header in ("Basic", "Token", "Digest", "bearer:", "Bearer\t"):
        yield Shown(
            f"scheme {header!r}", {"Authorization": f"{header} {right.session[:-1]}"}
        )


def _varied(token: str) -> Iterator[tuple[str, str]]:
    prefix, body = token[:3], token[3:]
    other = KEY_PREFIX if prefix == SESSION_PREFIX else SESSION_PREFIX
    for place in (0, len(body) // 2, len(body) - 2):
        letter = "A" if body[place] != "A" else "B"
        yield f"changed at {place}", prefix + body[:place] + letter + body[place + 1 :]
    yield "drawn anew", prefix + new_key().removeprefix(KEY_PREFIX)
    yield "with the other prefix", other + body
    yield "without prefix", body
    yield "with two prefixes", prefix + token
    yield "cut", token[:-1]
    yield "longer", f"{token}A"
    yield "twice", token + token
    yield "backwards", prefix + body[::-1]
    yield "in capitals", prefix + body.upper()
    yield "in small letters", prefix + body.lower()
    yield "as it is stored", hashed(token)
    yield "as it is stored, with its prefix", prefix + hashed(token)
    yield "in base64", base64.b64encode(token.encode()).decode()
    yield "as an operator", json.dumps({"$ne": None})
    yield "as an operator of a form", f"{prefix}[$regex]=.*"
    yield "as a pattern", f"{prefix}.*"
    yield "with a zero", f"{prefix}%00{body}"


def _shown(name: str, token: str) -> Iterator[Shown]:
    yield Shown(f"{name}, as a bearer", bearer(token))
    quoted = json.dumps(token)
    yield Shown(f"{name}, in the cookie", {"Cookie": f"{SESSION_COOKIE}={quoted}"})


async def _signed_out(on: Ground) -> str:
    token = await on.session(await on.person("sortie"))
    await on.client("registry", token).ask("DELETE", "/api/v1/sessions/current")
    return token


async def _timed_out(on: Ground) -> str:
    token = await on.session(await on.person("expiree"))
    await _over(on, "sessions", token)
    return token


async def _password_changed(on: Ground) -> str:
    account = await on.person("changee")
    token, own = await on.session(account), await on.session(account)
    body = {"current": PASSWORD, "new": "une phrase toute neuve"}
    client = on.client("registry", own)
    changed = await client.ask("PUT", "/api/v1/account/password", json=body)
    assert changed.status_code == 204, changed.text
    return token


async def _revoked(on: Ground, session: str) -> str:
    keeper = on.client("hub", session)
    created = (await keeper.post("/api/v1/clients", json=_machine("Ancien"))).json()
    await keeper.ask("DELETE", f"/api/v1/clients/{created['id']}")
    return str(created["key"])


async def _expired_key(on: Ground, session: str) -> str:
    keeper = on.client("hub", session)
    created = (await keeper.post("/api/v1/clients", json=_machine("Vieux"))).json()
    await _over(on, "clients", created["key"])
    return str(created["key"])


async def _over(on: Ground, collection: str, token: str) -> None:
    ended = {"$set": {"expires_at": now() - HOUR}}
    documents = on.registry.collection("identity", collection)
    written = await documents.update_one({"_id": hashed(token)}, ended)
    assert written.matched_count == 1


def _machine(name: str) -> dict[str, Any]:
    return {"name": name, "scopes": ["events.read", "webhooks.manage"]}
