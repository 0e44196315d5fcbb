"""Tokens of a provider: what is believed of them, and what never is (SEC-03)."""

import time
from typing import Any

import pytest
from joserfc.jwk import KeySet, OctKey

from services.registry.federation import parsing
from services.registry.federation.parsing import NotTrusted
from tests.support.forging import FORGERIES, Forgery
from tests.support.identity import signed, signing_key

ISSUER = "https://provider.example"
CLIENT = "maillage"
NONCE = "n" * 43


def claims(**changes: Any) -> dict[str, Any]:
    now = int(time.time())
    right = {
        "iss": ISSUER,
        "aud": CLIENT,
        "sub": "agent-0001",
        "iat": now,
        "exp": now + 60,
        "nonce": NONCE,
        "acr": "eidas1",
    }
    return right | changes


def read(token: str) -> parsing.Claims:
    return parsing.read_id_token(
        token,
        KeySet([signing_key()]),
        issuer=ISSUER,
        client_id=CLIENT,
        nonce=NONCE,
        access_token="access",  # noqa: S106 - opens nothing
        now=int(time.time()),
    )


class TestIdToken:
    def test_one_that_is_right_is_believed(self) -> None:
        found = read(signed(claims()))

        assert found["sub"] == "agent-0001"

    @pytest.mark.parametrize("seconds", [-20, 20])
    def test_clocks_may_differ_by_some_seconds(self, seconds: int) -> None:
        now = int(time.time()) + seconds

        found = read(signed(claims(iat=now, exp=now + 10)))

        assert found["sub"] == "agent-0001"

    def test_several_audiences_are_believed_when_it_was_issued_to_us(self) -> None:
        found = read(signed(claims(aud=[CLIENT, "another"], azp=CLIENT)))

        assert found["sub"] == "agent-0001"

    @pytest.mark.parametrize("forgery", FORGERIES, ids=lambda one: one.name)
    def test_a_forged_one_is_never_believed(self, forgery: Forgery) -> None:
        token = forgery.make(claims())

        with pytest.raises(NotTrusted):
            read(token)


class TestUserinfo:
    @pytest.mark.parametrize(
        "changes",
        [
            {"iss": "https://another.example"},
            {"aud": "another"},
            {"iss": None},
            {"aud": None},
            {"exp": 1},
        ],
    )
    def test_one_for_somebody_else_or_of_yesterday_is_never_believed(
        self, changes: dict[str, Any]
    ) -> None:
        with pytest.raises(NotTrusted):
            parsing.read_userinfo(
                signed(claims(**changes)),
                KeySet([signing_key()]),
                issuer=ISSUER,
                client_id=CLIENT,
                now=int(time.time()),
            )

    def test_it_must_speak_of_the_person_who_signed_in(self) -> None:
        with pytest.raises(NotTrusted):
            parsing.identity_of(claims(), claims(sub="agent-0002"), id_token="")

    @pytest.mark.parametrize(
        "email", [None, 1, "", "nobody", "a@b", "\ud800@exemple.fr", ["a@exemple.fr"]]
    )
    def test_what_is_no_address_is_none(self, email: Any) -> None:
        found = parsing.identity_of(claims(), claims(email=email), id_token="")

        assert found.email is None


class TestKeys:
    @pytest.mark.parametrize(
        "document",
        [
            None,
            [],
            {},
            {"keys": None},
            {"keys": []},
            {"keys": ["a"]},
            {"keys": [{"kty": "RSA"}]},
            {"keys": [{"kty": "RSA", "n": 1, "e": []}]},
            {"keys": [OctKey.generate_key(256).as_dict(private=True)]},
            {"keys": [signing_key().as_dict(private=False) | {"use": "enc"}]},
        ],
    )
    def test_without_a_key_that_signs_there_is_nothing_to_believe_by(
        self, document: Any
    ) -> None:
        with pytest.raises(NotTrusted):
            parsing.read_keys(document)
