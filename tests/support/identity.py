"""A small genuine provider of OpenID Connect on loopback, which can be made to fail."""

import asyncio
import base64
import hashlib
import html
import secrets
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal
from urllib.parse import parse_qsl, urlencode, urlsplit

from aiohttp import web
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from pydantic import SecretStr

from kit.setting_parts import OidcSettings

CLIENT_ID = "maillage-of-the-tests"
CLIENT_SECRET = "known to the tests alone"  # noqa: S105 - opens nothing real
DRAWN_MIN = 32
Mood = Literal["well", "down", "slow", "refusing", "garbled", "huge", "moved", "packed"]
Claims = dict[str, Any]


@cache
def signing_key(name: str = "first") -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": name, "use": "sig"}, private=True)


def signed(claims: Claims, key: RSAKey | None = None, *, alg: str = "RS256") -> str:
    key = key or signing_key()
    return jwt.encode({"alg": alg, "kid": key.kid}, claims, key, algorithms=[alg])


@dataclass
class Person:
    """Somebody who has an account at the provider."""

    sub: str = "agent-0001"
    email: str = "claire.vidal@exemple.fr"
    email_verified: bool | None = True
    acr: str = "eidas1"


@dataclass
class Begun:
    """What a relying party asked at `authorize`, and who agreed to it."""

    asked: dict[str, str]
    person: Person


@dataclass
class Provider:
    """Speaks as ProConnect does: userinfo is signed, state and nonce are long.

    `id_token` and `userinfo` make the tokens from right claims: a test forges there.
    """

    host: str = "127.0.0.1"
    port: int = 0
    person: Person = field(default_factory=Person)
    moods: dict[str, Mood] = field(default_factory=dict)
    keys: list[RSAKey] = field(default_factory=lambda: [signing_key()])
    id_token: Callable[[Claims], str] = signed
    userinfo: Callable[[Claims], str | Claims] = signed
    asked: list[str] = field(default_factory=list)
    _codes: dict[str, Begun] = field(default_factory=dict)
    _tokens: dict[str, Begun] = field(default_factory=dict)

    @property
    def issuer(self) -> str:
        return f"http://{self.host}:{self.port}/api/v2"

    def settings(self, **more: Any) -> OidcSettings:
        given: dict[str, Any] = {
            "issuer": self.issuer,
            "client_id": CLIENT_ID,
            "client_secret": SecretStr(CLIENT_SECRET),
            "timeout_seconds": 2.0,
        }
        return OidcSettings(**given | more)

    def agree(self, url: str, person: Person | None = None) -> str:
        """Agree as the person in front of the page does; return where they go back."""
        asked = dict(parse_qsl(urlsplit(url).query))
        return self._answer(asked, person or self.person)

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Provider"]:
        """Listen while the block runs; opened again, at the same port."""
        app = web.Application()
        root = "/api/v2"
        for method, path, handle in (
            ("GET", "/.well-known/openid-configuration", self._discovery),
            ("GET", "/jwks", self._jwks),
            ("GET", "/authorize", self._authorize),
            ("GET", "/agreed", self._agreed),
            ("POST", "/token", self._token),
            ("GET", "/userinfo", self._userinfo),
            ("GET", "/session/end", self._end),
        ):
            app.router.add_route(method, root + path, self._moody(handle))
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", self.port)
        await site.start()
        self.port = runner.addresses[0][1]
        try:
            yield self
        finally:
            await runner.cleanup()

    def _moody(self, handle: Any) -> Any:
        async def handled(request: web.Request) -> web.StreamResponse:
            step = request.path.rpartition("/")[2]
            self.asked.append(step)
            mood = self.moods.get(step, "well")
            if mood != "well":
                return await _in_mood(mood, request)
            answer: web.StreamResponse = await handle(request)
            return answer

        return handled

    async def _discovery(self, _: web.Request) -> web.Response:
        return web.json_response(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "userinfo_endpoint": f"{self.issuer}/userinfo",
                "jwks_uri": f"{self.issuer}/jwks",
                "end_session_endpoint": f"{self.issuer}/session/end",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            }
        )

    async def _jwks(self, _: web.Request) -> web.Response:
        return web.json_response(KeySet(list(self.keys)).as_dict(private=False))

    async def _authorize(self, request: web.Request) -> web.Response:
        """Show the page on which the person agrees."""
        query = dict(request.query)
        agree = html.escape(f"{self.issuer}/agreed?{urlencode(query)}")
        return web.Response(
            content_type="text/html",
            text=f"<!doctype html><title>Provider</title><main><h1>Provider</h1>"
            f'<a href="{agree}">Continuer</a></main>',
        )

    async def _agreed(self, request: web.Request) -> web.Response:
        back = self._answer(dict(request.query), self.person)
        raise web.HTTPSeeOther(back)

    def _answer(self, asked: dict[str, str], person: Person) -> str:
        short = [
            name for name in ("state", "nonce") if len(asked.get(name, "")) < DRAWN_MIN
        ]
        wrong = (
            short
            or asked.get("client_id") != CLIENT_ID
            or asked.get("response_type") != "code"
            or asked.get("code_challenge_method") != "S256"
            or "openid" not in asked.get("scope", "").split()
        )
        told = {"state": asked.get("state", ""), "iss": self.issuer}
        if wrong:
            told |= {"error": "invalid_request"}
        else:
            code = secrets.token_urlsafe(24)
            self._codes[code] = Begun(asked, person)
            told |= {"code": code}
        return f"{asked['redirect_uri']}?{urlencode(told)}"

    async def _token(self, request: web.Request) -> web.Response:
        given = await request.post()
        if (given.get("client_id"), given.get("client_secret")) != (
            CLIENT_ID,
            CLIENT_SECRET,
        ):
            return web.json_response({"error": "invalid_client"}, status=401)
        begun = self._codes.pop(str(given.get("code")), None)
        challenge = _challenge(str(given.get("code_verifier", "")))
        if (
            begun is None
            or begun.asked["code_challenge"] != challenge
            or begun.asked["redirect_uri"] != given.get("redirect_uri")
        ):
            return web.json_response({"error": "invalid_grant"}, status=400)
        token = secrets.token_urlsafe(24)
        self._tokens[token] = begun
        return web.json_response(
            {
                "access_token": token,
                "token_type": "Bearer",
                "expires_in": 60,
                "id_token": self.id_token(self.claims(begun)),
            }
        )

    def claims(self, begun: Begun) -> Claims:
        now = int(time.time())
        return {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "sub": begun.person.sub,
            "iat": now,
            "exp": now + 60,
            "nonce": begun.asked["nonce"],
            "acr": begun.person.acr,
        }

    async def _userinfo(self, request: web.Request) -> web.Response:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        begun = self._tokens.get(token)
        if begun is None:
            return web.Response(status=401)
        claims = self.claims(begun) | {"email": begun.person.email}
        if begun.person.email_verified is not None:
            claims["email_verified"] = begun.person.email_verified
        told = self.userinfo(claims)
        if isinstance(told, str):
            return web.Response(text=told, content_type="application/jwt")
        return web.json_response(told)

    async def _end(self, request: web.Request) -> web.Response:
        """End the session whose ID token is shown, as ProConnect asks."""
        told = request.query
        jwt.decode(told["id_token_hint"], KeySet(list(self.keys)), algorithms=["RS256"])
        back = (
            f"{told['post_logout_redirect_uri']}?{urlencode({'state': told['state']})}"
        )
        raise web.HTTPSeeOther(back)


async def _in_mood(mood: Mood, request: web.Request) -> web.StreamResponse:
    match mood:
        case "slow":
            await asyncio.sleep(60)
            return web.Response(status=504)
        case "refusing":
            return web.json_response({"error": "temporarily_unavailable"}, status=503)
        case "garbled":
            return web.Response(text="[[<html>", content_type="application/json")
        case "huge":
            return web.Response(body=b"[" * 2**20, content_type="application/json")
        case "moved":
            raise web.HTTPSeeOther("http://127.0.0.1:9/elsewhere")
        case "packed":
            return web.Response(body=b"x", headers={"Content-Encoding": "gzip"})
        case _:
            assert request.transport is not None
            request.transport.abort()
            return web.Response()


def _challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
