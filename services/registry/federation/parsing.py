"""A provider's tokens: read when signed by its keys, for us, now, for this flow."""

from collections.abc import Mapping
from typing import Any, Final

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidClaimError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry
from pydantic import TypeAdapter, ValidationError

from services.registry.accounts.models import Email

from .models import Identity

# With a key pair alone: `none` signs nothing, HS would sign with what is public.
ALGORITHMS: Final = tuple(
    f"{family}{size}" for family in ("RS", "PS", "ES") for size in (256, 384, 512)
)
KEY_TYPES: Final = {"RSA", "EC"}
# What our clock and the provider's may differ by.
SKEW_SECONDS: Final = 30
# A token is read within seconds of being issued.
AGE_SECONDS_MAX: Final = 600
SUBJECT_LENGTH_MAX: Final = 255

EMAIL: Final = TypeAdapter[str](Email)
# What a library may raise on bytes that somebody else wrote.
FAULTS: Final = (
    JoseError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RecursionError,
)

Claims = Mapping[str, Any]


class NotTrusted(Exception):
    """The token is not one to believe; `error` says why, in the library's words."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


def read_keys(document: Any) -> KeySet:
    """Read the provider's public keys, leaving those that sign nothing.

    Raises:
        NotTrusted: there is none.
    """
    told = document.get("keys") if isinstance(document, dict) else None
    usable = [
        key
        for key in (told if isinstance(told, list) else [])
        if isinstance(key, dict)
        and key.get("kty") in KEY_TYPES
        and key.get("use", "sig") == "sig"
    ]
    try:
        return KeySet.import_key_set({"keys": usable})
    except FAULTS as error:
        raise NotTrusted("no_keys") from error


def read_id_token(
    token: str,
    keys: KeySet,
    *,
    issuer: str,
    client_id: str,
    nonce: str,
    access_token: str,
    now: int,
) -> Claims:
    """Return what an ID token claims.

    Raises:
        NotTrusted: it is not signed by these keys, not for us, not for this flow, or
            not of now.
    """
    found = _signed(token, keys)
    claims = CodeIDToken(
        found.claims,
        found.header,
        {
            "iss": {"essential": True, "value": issuer},
            "aud": {"essential": True, "value": client_id},
            "nonce": {"essential": True, "value": nonce},
        },
        {"nonce": nonce, "client_id": client_id, "access_token": access_token},
    )
    try:
        claims.validate(now=now, leeway=SKEW_SECONDS)
        if claims["iat"] < now - AGE_SECONDS_MAX:
            raise InvalidClaimError("iat")
        if not _is_subject(claims["sub"]):
            raise InvalidClaimError("sub")
    except FAULTS as error:
        raise NotTrusted(_named(error)) from error
    return dict(claims)


def read_userinfo(
    token: str, keys: KeySet, *, issuer: str, client_id: str, now: int
) -> Claims:
    """Return what a signed userinfo claims, as ProConnect sends it.

    Raises:
        NotTrusted: it is not signed by these keys, not for us, or not of now.
    """
    found = _signed(token, keys)
    checks = jwt.JWTClaimsRegistry(
        now,
        SKEW_SECONDS,
        iss={"essential": True, "value": issuer},
        aud={"essential": True, "value": client_id},
        sub={"essential": True},
    )
    try:
        checks.validate(found.claims)
    except FAULTS as error:
        raise NotTrusted(_named(error)) from error
    return found.claims


def identity_of(proof: Claims, about: Claims, *, id_token: str) -> Identity:
    """Join the two: both must speak of the same person.

    Raises:
        NotTrusted: they do not.
    """
    if about.get("sub") != proof["sub"]:
        raise NotTrusted("another_sub")
    acr = proof.get("acr")
    return Identity(
        issuer=proof["iss"],
        subject=proof["sub"],
        email=_email(about.get("email")),
        is_verified=about.get("email_verified") is True,
        acr=acr if isinstance(acr, str) else None,
        id_token=id_token,
    )


def _is_subject(sub: str) -> bool:
    return 0 < len(sub) <= SUBJECT_LENGTH_MAX and sub.isascii() and sub.isprintable()


def _email(told: object) -> str | None:
    try:
        return EMAIL.validate_python(told)
    except ValidationError:
        return None


def _signed(token: str, keys: KeySet) -> jwt.Token:
    registry = JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
    try:
        return jwt.decode(token, keys, registry=registry, algorithms=ALGORITHMS)
    except FAULTS as error:
        raise NotTrusted(_named(error)) from error


def _named(error: Exception) -> str:
    """Name what was wrong by its class and claim: a value could be a person's."""
    claim = getattr(error, "claim", None)
    return f"{type(error).__name__}:{claim}" if claim else type(error).__name__
