"""Signing in and out by way of a provider."""

import secrets
from datetime import timedelta
from typing import Final
from uuid import UUID

from kit.clock import Clock
from kit.identity.callers import Caller
from kit.identity.sessions import hashed
from kit.identity.tokens import Links
from services.registry.accounts.models import Account, CodeAsked, SignedIn
from services.registry.accounts.repository import AccountRepository
from services.registry.accounts.service import SignInService
from services.registry.federation import rules
from services.registry.federation.errors import (
    SignInDeclined,
    SignInInterrupted,
    SignInStopped,
)
from services.registry.federation.models import (
    Departure,
    Entered,
    Flow,
    Identity,
    Link,
    Reply,
    Stopped,
)
from services.registry.federation.provider import IdentityProvider
from services.registry.federation.repository import AnsweredFlows, KeptTokens

from .linking import Linking

WAY_OUT: Final = "/connexion/federee/depart"
LEAVING: Final = "federation.leaving"
LEAVING_LENGTH: Final = timedelta(minutes=5)


class FederationService:
    def __init__(
        self,
        *,
        provider: IdentityProvider,
        accounts: AccountRepository,
        sign_ins: SignInService,
        linking: Linking,
        answered: AnsweredFlows,
        kept: KeptTokens,
        links: Links,
        levels: frozenset[str],
        clock: Clock,
    ) -> None:
        self._provider = provider
        self._accounts = accounts
        self._sign_ins = sign_ins
        self._linking = linking
        self._answered = answered
        self._kept = kept
        self._links = links
        self._levels = levels
        self._clock = clock

    @property
    def name(self) -> str:
        return self._provider.name

    async def depart(self, going_to: str) -> Departure | Stopped:
        """Begin a sign-in that ends at `going_to`."""
        flow = rules.new_flow(going_to)
        try:
            url = await self._provider.authorization_url(flow)
        except SignInStopped as error:
            return Stopped(why=error.why)
        return Departure(url=url, flow=flow)

    async def arrive(self, reply: Reply, flow: Flow | None) -> Entered | Stopped:
        """Open a session for whom the provider vouches for, if they have an account."""
        try:
            identity = await self._vouched_for(reply, flow)
        except SignInStopped as error:
            return Stopped(why=error.why)
        found = await self._account_of(identity)
        if isinstance(found, Stopped):
            return found
        opened = await self._enter(found, identity)
        return Entered(opened=opened, next=flow.next if flow else "/")

    async def link_of(self, caller: Caller) -> Link | None:
        """Return the provider's person whom the caller's account is linked to."""
        return await self._linking.of_person(caller.person)

    async def unlink(self, person_id: UUID) -> None:
        """Undo a link, and tell the person; the next verified address makes another.

        Raises:
            LinkNotFound: there is none.
        """
        await self._linking.undo(person_id, provider=self.name)

    async def way_out(self, caller: Caller) -> str | None:
        """Return by which page a session that came from the provider is left."""
        if (
            caller.session_id is None
            or await self._kept.find(caller.session_id) is None
        ):
            return None
        token = self._links.sign(LEAVING, {"session": caller.session_id})
        return f"{WAY_OUT}?jeton={token}"

    async def farewell(self, token: str) -> str | None:
        """Return where the provider ends its own session; None where it cannot.

        Raises:
            LinkExpired, LinkInvalid: nobody is leaving by this link.
        """
        told = self._links.read(LEAVING, token, valid_for=LEAVING_LENGTH)
        id_token = await self._kept.find(str(told.get("session")))
        if id_token is None:
            return None
        try:
            return await self._provider.end_session_url(
                id_token, state=secrets.token_urlsafe(rules.DRAWN_BYTES)
            )
        except SignInStopped:
            return None

    async def _vouched_for(self, reply: Reply, flow: Flow | None) -> Identity:
        issuer = self._provider.issuer
        if flow is None or not rules.is_answered_by(flow, reply, issuer=issuer):
            raise SignInInterrupted
        if not await self._answered.take(flow.state, at=self._clock()):
            raise SignInInterrupted
        if reply.error is not None or not reply.code:
            raise SignInDeclined
        return await self._provider.identify(reply.code, flow)

    async def _account_of(self, identity: Identity) -> Account | Stopped:
        link = await self._linking.of(identity)
        if link is None:
            return await self._first_account_of(identity)
        account = await self._accounts.find_of_person(link.person_id)
        if account is None or not account.is_active:
            return Stopped(why="closed")
        return account

    async def _first_account_of(self, identity: Identity) -> Account | Stopped:
        account = (
            await self._accounts.find_with_email(identity.email)
            if identity.email and identity.is_verified
            else None
        )
        other = account and await self._linking.of_person(account.person_id)
        why = rules.why_not_linked(identity, account, has_other_link=other is not None)
        if account is None or why is not None:
            return Stopped(why=why or "unknown")
        is_linked = await self._linking.link(identity, account, provider=self.name)
        return account if is_linked else Stopped(why="linked")

    async def _enter(
        self, account: Account, identity: Identity
    ) -> SignedIn | CodeAsked:
        """Ask for a code of ours as after a password, unless two factors are proved."""
        is_strong = rules.proves_two_factors(identity, levels=self._levels)
        opened = await self._sign_ins.let_in(account, is_strong=is_strong)
        if isinstance(opened, CodeAsked):
            return opened
        await self._kept.keep(
            hashed(opened.token),
            identity.id_token,
            person_id=account.person_id,
            at=self._clock(),
        )
        return opened
