"""What is believed of a reply, who may enter, and what counts as two factors (SEC-03)."""

from typing import Any

import pytest

from kit.ids import new_id
from services.registry.accounts.models import Account
from services.registry.federation import rules
from services.registry.federation.models import Endpoints, Identity, Reply

ISSUER = "https://provider.example"
LEVELS = frozenset({"eidas2", "eidas3"})


def identity(**changes: Any) -> Identity:
    right = {
        "issuer": ISSUER,
        "subject": "agent-0001",
        "email": "claire.vidal@exemple.fr",
        "is_verified": True,
        "acr": "eidas1",
        "id_token": "",
    }
    return Identity.model_validate(right | changes)


def account(*, is_active: bool = True) -> Account:
    email = "claire.vidal@exemple.fr"
    return Account(person_id=new_id(), email=email, is_active=is_active)


class TestFlow:
    def test_draws_what_proconnect_takes_and_nobody_guesses(self) -> None:
        one, other = rules.new_flow("/"), rules.new_flow("/")

        drawn = {one.state, one.nonce, one.verifier, other.state, other.nonce}
        assert len(drawn) == 5
        assert min(len(each) for each in drawn) >= 32

    @pytest.mark.parametrize("issuer", [None, ISSUER])
    def test_is_answered_by_its_own_state(self, issuer: str | None) -> None:
        flow = rules.new_flow("/")
        reply = Reply(code="c", state=flow.state, issuer=issuer)

        assert rules.is_answered_by(flow, reply, issuer=ISSUER)

    @pytest.mark.parametrize("state", [None, "", "s" * 43, "é" * 43])
    def test_is_not_answered_by_another_state(self, state: str | None) -> None:
        reply = Reply(code="c", state=state)

        assert not rules.is_answered_by(rules.new_flow("/"), reply, issuer=ISSUER)

    def test_is_not_answered_by_another_provider(self) -> None:
        flow = rules.new_flow("/")
        reply = Reply(code="c", state=flow.state, issuer="https://another.example")

        assert not rules.is_answered_by(flow, reply, issuer=ISSUER)


class TestFactors:
    @pytest.mark.parametrize(
        ("acr", "is_strong"),
        [("eidas2", True), ("eidas3", True), ("eidas1", False), (None, False)],
    )
    def test_two_are_proved_by_the_levels_that_say_so(
        self, acr: str | None, *, is_strong: bool
    ) -> None:
        found = rules.proves_two_factors(identity(acr=acr), levels=LEVELS)

        assert found is is_strong

    def test_no_level_is_not_one_of_them(self) -> None:
        assert not rules.proves_two_factors(identity(acr=""), levels=frozenset())


class TestFirstLink:
    def test_is_made_with_an_account_that_is_open_and_has_none(self) -> None:
        assert rules.why_not_linked(identity(), account(), has_other_link=False) is None

    @pytest.mark.parametrize(
        ("who", "found", "has_other_link", "why"),
        [
            (identity(is_verified=False), account(), False, "unverified"),
            (identity(email=None), account(), False, "unverified"),
            (identity(), None, False, "unknown"),
            (identity(), account(is_active=False), False, "closed"),
            (identity(), account(), True, "linked"),
        ],
    )
    def test_is_refused_and_says_why(
        self, who: Identity, found: Account | None, why: str, *, has_other_link: bool
    ) -> None:
        refused = rules.why_not_linked(who, found, has_other_link=has_other_link)

        assert refused == why


class TestEndpoints:
    def endpoints(self, **changes: Any) -> Endpoints:
        right = {
            "issuer": ISSUER,
            "authorization_endpoint": f"{ISSUER}/authorize",
            "token_endpoint": f"{ISSUER}/token",
            "userinfo_endpoint": f"{ISSUER}/userinfo",
            "jwks_uri": f"{ISSUER}/jwks",
        }
        return Endpoints.model_validate(right | changes)

    def test_are_taken_from_the_issuer_that_was_asked(self) -> None:
        assert rules.are_at_home(self.endpoints(), issuer=ISSUER)

    @pytest.mark.parametrize(
        "changes",
        [
            {"issuer": "https://another.example"},
            {"issuer": f"{ISSUER}/"},
            {"token_endpoint": "http://provider.example/token"},
            {"jwks_uri": "file:///etc/passwd"},
            {"userinfo_endpoint": "/userinfo"},
            {"end_session_endpoint": "javascript:alert(1)"},
        ],
    )
    def test_are_refused_when_they_are_another_ones_or_less_safe(
        self, changes: dict[str, str]
    ) -> None:
        assert not rules.are_at_home(self.endpoints(**changes), issuer=ISSUER)
