"""Tokens that somebody forged, from claims that would be right."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from joserfc import jws
from joserfc.jwk import RSAKey

from .identity import signed, signing_key

Claims = dict[str, Any]
DAY = 86_400
EMPTY: tuple[Any, ...] = (None, "", [], {}, True)


@dataclass(frozen=True)
class Forgery:
    name: str
    make: Callable[[Claims], str]


def encoded(told: Any) -> str:
    raw = told if isinstance(told, bytes) else json.dumps(told).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def unsigned(alg: str) -> Callable[[Claims], str]:
    def make(claims: Claims) -> str:
        header = {"alg": alg, "kid": signing_key().kid}
        return f"{encoded(header)}.{encoded(claims)}."

    return make


def with_public_key(form: str, alg: str) -> Callable[[Claims], str]:
    """Sign with what everybody can read, as if it were a shared secret."""

    def make(claims: Claims) -> str:
        key = signing_key()
        secret = (
            json.dumps(key.as_dict(private=False)).encode()
            if form == "jwk"
            else key.as_pem(private=False)
        )
        body = f"{encoded({'alg': alg, 'kid': key.kid})}.{encoded(claims)}"
        digest = getattr(hashlib, f"sha{alg.removeprefix('HS')}")
        return f"{body}.{encoded(hmac.new(secret, body.encode(), digest).digest())}"

    return make


def by_another_key(header: Callable[[RSAKey], dict[str, Any]]) -> Any:
    """Sign with a key of one's own, told in the header as if it were the provider's."""

    def make(claims: Claims) -> str:
        own = signing_key("of a stranger")
        shown = {"alg": "RS256", "kid": signing_key().kid} | header(own)
        return signed_with(shown, json.dumps(claims).encode(), own)

    return make


def signed_with(header: dict[str, Any], body: bytes, key: RSAKey) -> str:
    """Sign what no library would: any header, any body."""
    start = f"{encoded(header)}.{encoded(body)}"
    registry = jws.JWSRegistry(algorithms=["RS256"])
    signature = registry.get_alg("RS256").sign(start.encode(), key)
    return f"{start}.{encoded(signature)}"


def changed(**changes: Any) -> Callable[[Claims], str]:
    return lambda claims: signed(claims | changes)


def without(name: str) -> Callable[[Claims], str]:
    def make(claims: Claims) -> str:
        return signed({key: one for key, one in claims.items() if key != name})

    return make


def shifted(**seconds: int) -> Callable[[Claims], str]:
    def make(claims: Claims) -> str:
        moved = {name: claims[name] + by for name, by in seconds.items()}
        return signed(claims | moved)

    return make


def broken(part: int, by: Callable[[str], str]) -> Callable[[Claims], str]:
    def make(claims: Claims) -> str:
        parts = signed(claims).split(".")
        parts[part] = by(parts[part])
        return ".".join(parts)

    return make


def _flipped(text: str) -> str:
    middle = len(text) // 2
    return text[:middle] + ("A" if text[middle] != "A" else "B") + text[middle + 1 :]


def _swapped(claims: Claims) -> str:
    """Put another person's claims under a right signature."""
    head, _, tail = signed(claims).split(".")
    return f"{head}.{encoded(claims | {'sub': 'agent-9999'})}.{tail}"


def _all() -> Iterator[Forgery]:
    for alg in ("none", "None", "NONE", "nOnE", ""):
        yield Forgery(f"alg {alg or 'empty'}", unsigned(alg))
    for form in ("pem", "jwk"):
        for alg in ("HS256", "HS384", "HS512"):
            yield Forgery(f"{alg} with the public {form}", with_public_key(form, alg))
    for name, header in (
        ("kid of the provider", lambda _: {}),
        ("kid of nobody", lambda _: {"kid": "nobody"}),
        ("kid as a path", lambda _: {"kid": "../../dev/null"}),
        ("jwk in the header", lambda own: {"jwk": own.as_dict(private=False)}),
        ("jku in the header", lambda _: {"jku": "https://evil.example/jwks"}),
        ("x5u in the header", lambda _: {"x5u": "https://evil.example/x5u"}),
        ("crit in the header", lambda _: {"crit": ["exp"], "exp": 1}),
    ):
        yield Forgery(f"another key, {name}", by_another_key(header))
    for name in ("iss", "aud", "sub", "exp", "iat", "nonce"):
        yield Forgery(f"without {name}", without(name))
        for value in EMPTY:
            yield Forgery(f"{name} {value!r}", changed(**{name: value}))
    yield from _mistaken()
    for part, what in enumerate(("header", "claims", "signature")):
        yield Forgery(f"{what} changed", broken(part, _flipped))
        yield Forgery(f"{what} cut off", broken(part, lambda text: text[:-8]))
        yield Forgery(f"{what} left out", broken(part, lambda _: ""))
    yield Forgery("claims of another", _swapped)
    yield Forgery("nothing", lambda _: "")
    yield Forgery("two dots", lambda _: "..")
    yield Forgery("nested without end", lambda _: _deep())


def _mistaken() -> Iterator[Forgery]:
    for issuer in ("https://evil.example", "HTTPS://PROVIDER.EXAMPLE", "a/b"):
        yield Forgery(f"issuer {issuer}", changed(iss=issuer))
    for audience in ("another", ["another"], ["another", "third"], "maillage "):
        yield Forgery(f"audience {audience}", changed(aud=audience))
    yield Forgery("issued to another", changed(azp="another"))
    for nonce in ("m" * 43, "n" * 42, ["n" * 43], 7):
        yield Forgery(f"nonce {nonce}", changed(nonce=nonce))
    for subject in (7, ["agent"], "x" * 256, "agent\n", "agent\x00", "\u00e9"):
        yield Forgery(f"sub {str(subject)[:9]!r}", changed(sub=subject))
    for seconds in (-DAY, -3_600, -120):
        yield Forgery(f"expired {-seconds} s ago", shifted(exp=seconds - 60))
        yield Forgery(f"issued in {-seconds} s", shifted(iat=-seconds))
    yield Forgery("issued yesterday, good for ever", shifted(iat=-DAY, exp=DAY))
    yield Forgery("not before tomorrow", lambda told: signed(told | _tomorrow(told)))
    for value in ("soon", float("nan"), float("inf"), True, [1], "1e999"):
        yield Forgery(f"exp {value}", changed(exp=value))
    yield Forgery("for another access token", changed(at_hash="A" * 22))


def _tomorrow(claims: Claims) -> Claims:
    return {"nbf": claims["iat"] + DAY}


def _deep() -> str:
    key = signing_key()
    return signed_with({"alg": "RS256", "kid": key.kid}, b"[" * 50_000, key)


FORGERIES: tuple[Forgery, ...] = tuple(_all())
