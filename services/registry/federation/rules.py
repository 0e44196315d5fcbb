"""What is believed of a reply, who may enter, and what counts as two factors."""

import hmac
import secrets
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final
from urllib.parse import urlsplit

from services.registry.accounts.models import Account

from .errors import Why
from .models import Endpoints, Flow, Identity, Link, Reply

# 43 characters each: ProConnect refuses fewer than 32.
DRAWN_BYTES: Final = 32
# Between leaving for the provider and coming back.
FLOW_LENGTH: Final = timedelta(minutes=10)
STATUSES: Final[Mapping[Why, int]] = MappingProxyType(
    {
        "interrupted": 400,
        "declined": 403,
        "away": 503,
        "refused": 403,
        "unknown": 403,
        "unverified": 403,
        "linked": 403,
        "closed": 403,
    }
)


def new_flow(going_to: str) -> Flow:
    state, nonce, verifier = (secrets.token_urlsafe(DRAWN_BYTES) for _ in range(3))
    return Flow(state=state, nonce=nonce, verifier=verifier, next=going_to)


def is_answered_by(flow: Flow, reply: Reply, *, issuer: str) -> bool:
    """Tell whether the reply is to what this browser began, from whom it asked."""
    is_ours = hmac.compare_digest(flow.state.encode(), (reply.state or "").encode())
    return is_ours and reply.issuer in {None, issuer}


def proves_two_factors(identity: Identity, *, levels: Collection[str]) -> bool:
    """Tell whether the provider asked for two factors: then we ask for none of ours."""
    return identity.acr is not None and identity.acr in levels


def why_not_linked(
    identity: Identity, account: Account | None, *, has_other_link: bool
) -> Why | None:
    """Say what keeps a first link from being made: it opens what exists, no more."""
    if identity.email is None or not identity.is_verified:
        return "unverified"
    if account is None:
        return "unknown"
    if not account.is_active:
        return "closed"
    return "linked" if has_other_link else None


def first_link(identity: Identity, account: Account, *, at: datetime) -> Link:
    return Link(
        issuer=identity.issuer,
        subject=identity.subject,
        account_id=account.id,
        person_id=account.person_id,
        linked_at=at,
    )


def are_at_home(endpoints: Endpoints, *, issuer: str) -> bool:
    """Tell whether these are the issuer's own, as safely reached as the issuer."""
    scheme = urlsplit(issuer).scheme
    urls = (
        endpoints.authorization_endpoint,
        endpoints.token_endpoint,
        endpoints.userinfo_endpoint,
        endpoints.jwks_uri,
        endpoints.end_session_endpoint or issuer,
    )
    return endpoints.issuer == issuer and all(_is_safe(url, scheme) for url in urls)


def _is_safe(url: str, scheme: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"https", scheme} and bool(parts.hostname)
