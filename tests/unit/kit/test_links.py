"""Signed links serve one purpose, for a while."""

from datetime import timedelta

import pytest

from kit.identity.tokens import LinkExpired, LinkInvalid, Links

LINKS = Links("a secret that is long enough for a test")
DAY = timedelta(days=1)


class TestRead:
    def test_gives_back_what_was_signed(self) -> None:
        token = LINKS.sign("invitation", {"advisor": "a"})

        assert LINKS.read("invitation", token, valid_for=DAY) == {"advisor": "a"}

    def test_refuses_another_purpose(self) -> None:
        token = LINKS.sign("invitation", {"advisor": "a"})

        with pytest.raises(LinkInvalid):
            LINKS.read("registration", token, valid_for=DAY)

    def test_refuses_what_was_signed_elsewhere(self) -> None:
        token = Links("another secret, long enough as well").sign("invitation", {})

        with pytest.raises(LinkInvalid):
            LINKS.read("invitation", token, valid_for=DAY)

    def test_refuses_what_was_signed_too_long_ago(self) -> None:
        token = LINKS.sign("invitation", {})

        with pytest.raises(LinkExpired):
            LINKS.read("invitation", token, valid_for=timedelta(seconds=-1))
