"""Where the parts of signing in by a provider meet: none, unless settings name one."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import cast

from kit.platform import Platform

from .accounts.provider import Elsewhere
from .accounts.repository import AccountRepository
from .accounts.service import SignInService
from .federation.delivery import FlowCookie
from .federation.provider import OpenIdProvider, Wire
from .federation.repository import AnsweredFlows, KeptTokens, LinkRepository
from .federation.service import FederationService, Linking

Parts = dict[type, object]


@asynccontextmanager
async def federation(
    platform: Platform, parts: Mapping[type, object]
) -> AsyncIterator[Parts]:
    """Build on `parts` of accounts."""
    settings = platform.settings
    cookie = {FlowCookie: FlowCookie(platform.links, platform.cookies)}
    if settings.oidc is None:
        yield cookie | {Elsewhere: Elsewhere()}
        return
    wire = Wire()
    accounts = cast("AccountRepository", parts[AccountRepository])
    service = FederationService(
        provider=OpenIdProvider(
            settings.oidc,
            public_url=settings.public_url,
            wire=wire,
            clock=platform.clock,
        ),
        accounts=accounts,
        sign_ins=cast("SignInService", parts[SignInService]),
        linking=Linking(
            mongo=platform.mongo,
            accounts=accounts,
            links=LinkRepository(platform.collection("registry", "federated_links")),
            clock=platform.clock,
        ),
        answered=AnsweredFlows(platform.collection("registry", "federated_flows")),
        kept=KeptTokens(platform.collection("registry", "federated_tokens")),
        links=platform.links,
        levels=frozenset(settings.oidc.two_factor_levels.split()),
        clock=platform.clock,
    )
    try:
        yield cookie | {
            FederationService: service,
            Elsewhere: Elsewhere(service.name, service.way_out),
        }
    finally:
        await wire.aclose()
