"""What is asked of a provider of identities, whichever it is: its contract."""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from kit.clock import now
from services.registry.federation.errors import ProviderAway, SignInInterrupted
from services.registry.federation.models import Flow
from services.registry.federation.provider import (
    IdentityProvider,
    OpenIdProvider,
    Wire,
)
from services.registry.federation.rules import new_flow
from tests.support.identity import Person, Provider

HOME = "https://maillage.example"
# Each dialect: what the provider does, and what the settings say of it.
DIALECTS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "proconnect": ({}, {"emails_are_verified": True, "idp_hint": "ministere"}),
    "plain": ({"userinfo": dict}, {"userinfo_is_signed": False}),
}


@dataclass
class Meeting:
    """A provider of the tests, and the way by which this house speaks to it."""

    theirs: Provider
    ours: IdentityProvider

    async def code(self, flow: Flow) -> str:
        """Agree, and return the code that the browser brings back."""
        back = self.theirs.agree(await self.ours.authorization_url(flow))
        return parse_qs(urlsplit(back).query)["code"][0]


@pytest.fixture(params=DIALECTS)
async def meeting(request: pytest.FixtureRequest) -> AsyncIterator[Meeting]:
    theirs, ours = DIALECTS[request.param]
    wire = Wire()
    async with Provider(**theirs).open() as running:
        settings = running.settings(**ours)
        yield Meeting(
            running, OpenIdProvider(settings, public_url=HOME, wire=wire, clock=now)
        )
    await wire.aclose()


class TestContract:
    async def test_a_flow_ends_with_whom_the_provider_vouches_for(
        self, meeting: Meeting
    ) -> None:
        meeting.theirs.person = Person(email="Claire.Vidal@Exemple.FR", acr="eidas2")
        flow = new_flow("/")

        found = await meeting.ours.identify(await meeting.code(flow), flow)

        assert (found.issuer, found.subject) == (meeting.theirs.issuer, "agent-0001")
        assert found.email == "claire.vidal@exemple.fr"
        assert found.is_verified
        assert found.acr == "eidas2"

    async def test_a_code_is_exchanged_once(self, meeting: Meeting) -> None:
        flow = new_flow("/")
        code = await meeting.code(flow)
        await meeting.ours.identify(code, flow)

        with pytest.raises(SignInInterrupted):
            await meeting.ours.identify(code, flow)

    async def test_a_code_serves_the_flow_that_it_was_given_for(
        self, meeting: Meeting
    ) -> None:
        code = await meeting.code(new_flow("/"))

        with pytest.raises(SignInInterrupted):
            await meeting.ours.identify(code, new_flow("/"))

    @pytest.mark.parametrize("mood", ["down", "slow", "refusing", "garbled"])
    async def test_one_that_fails_is_away_within_a_bound(
        self, meeting: Meeting, mood: Any
    ) -> None:
        flow = new_flow("/")
        code = await meeting.code(flow)
        meeting.theirs.moods |= {"token": mood}
        started_at = time.monotonic()

        with pytest.raises(ProviderAway):
            await meeting.ours.identify(code, flow)

        assert time.monotonic() - started_at < 15

    async def test_it_tells_where_its_own_session_ends(self, meeting: Meeting) -> None:
        url = await meeting.ours.end_session_url("what was kept", state="s" * 43)

        told = {
            name: one[0] for name, one in parse_qs(urlsplit(url or "").query).items()
        }
        assert url is not None
        assert url.startswith(meeting.theirs.issuer)
        assert "what was kept" in told.values()
        assert told["post_logout_redirect_uri"].startswith(HOME)
        assert len(told["state"]) >= 32
