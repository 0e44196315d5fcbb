"""A sign-in by way of a provider: what is under way, who is back, what came of it."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, StringConstraints

from services.registry.accounts.models import CodeAsked, SignedIn

from .errors import Why

Drawn = Annotated[str, StringConstraints(min_length=32, max_length=128)]


class Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Flow(Told):
    """What one browser began: kept in its cookie, and answered once."""

    state: Drawn
    nonce: Drawn
    verifier: Drawn
    next: Annotated[str, StringConstraints(max_length=2_000)]


class Reply(Told):
    """What the browser brings back: none of it is believed by itself."""

    code: str | None = None
    state: str | None = None
    error: str | None = None
    issuer: str | None = None


class Endpoints(Told):
    """What the provider says of itself, as far as it is used."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    userinfo_endpoint: str
    jwks_uri: str
    end_session_endpoint: str | None = None
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)


class Identity(Told):
    """Whom the provider vouches for. `id_token` is kept to leave the provider by."""

    issuer: str
    subject: str
    email: str | None
    is_verified: bool
    acr: str | None
    id_token: str


class Link(Told):
    """That this person of the provider's holds this account."""

    issuer: str
    subject: str
    account_id: UUID
    person_id: UUID
    linked_at: datetime


class Departure(Told):
    """Where to send the browser, and what it has to keep until it is back."""

    url: str
    flow: Flow


class Entered(Told):
    opened: SignedIn | CodeAsked
    next: str


class Stopped(Told):
    """Nobody was signed in; `why` is what the page about it explains."""

    why: Why
