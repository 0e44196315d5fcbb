"""SEC-13: secrets at rest are sealed, for one owner, with keys that can change."""

import base64

import pytest

from kit.ids import new_id
from kit.keyring import Keyring, KeyringMalformed, SealBroken, parse

SECRET = "a secret that is long enough for a test"  # noqa: S105 - seals nothing real
NEW, OLD = (base64.b64encode(bytes([n]) * 32).decode() for n in (2, 1))
OWNER = new_id()


class TestKeyring:
    def test_what_is_sealed_shows_nothing_and_opens_again(self) -> None:
        ring = Keyring.of(f"a:{OLD}", secret=SECRET)

        sealed = ring.seal("whsec_abc", owner=OWNER)

        assert "whsec" not in sealed
        assert sealed.startswith("a:")
        assert ring.open(sealed, owner=OWNER) == "whsec_abc"
        assert ring.seal("whsec_abc", owner=OWNER) != sealed

    def test_it_stays_shut_for_another_owner(self) -> None:
        ring = Keyring.of(None, secret=SECRET)

        with pytest.raises(SealBroken):
            ring.open(ring.seal("x", owner=OWNER), owner=new_id())

    def test_it_stays_shut_when_it_was_changed(self) -> None:
        ring = Keyring.of(None, secret=SECRET)
        sealed = ring.seal("x", owner=OWNER)
        flipped = "B" if sealed[-3] == "A" else "A"

        with pytest.raises(SealBroken):
            ring.open(sealed[:-3] + flipped + sealed[-2:], owner=OWNER)

    def test_the_first_key_seals_and_every_key_opens(self) -> None:
        before = Keyring.of(f"a:{OLD}", secret=SECRET)
        after = Keyring.of(f"b:{NEW},a:{OLD}", secret=SECRET)
        sealed = before.seal("x", owner=OWNER)

        renewed = after.renew(sealed, owner=OWNER)

        assert after.open(sealed, owner=OWNER) == "x"
        assert not after.is_current(sealed)
        assert after.is_current(renewed)
        assert Keyring.of(f"b:{NEW}", secret=SECRET).open(renewed, owner=OWNER) == "x"

    def test_a_key_that_is_gone_opens_nothing(self) -> None:
        sealed = Keyring.of(f"a:{OLD}", secret=SECRET).seal("x", owner=OWNER)

        with pytest.raises(SealBroken):
            Keyring.of(f"b:{NEW}", secret=SECRET).open(sealed, owner=OWNER)

    def test_what_was_sealed_before_there_were_keys_opens_afterwards(self) -> None:
        sealed = Keyring.of(None, secret=SECRET).seal("x", owner=OWNER)

        ring = Keyring.of(f"a:{OLD}", secret=SECRET)

        assert ring.open(sealed, owner=OWNER) == "x"
        assert not ring.is_current(sealed)


class TestParse:
    @pytest.mark.parametrize(
        "told",
        [
            "",
            OLD,
            f"A:{OLD}",
            f"0:{OLD}",
            f"a:{OLD},a:{NEW}",
            "a:c2hvcnQ=",
            "a:***",
            f"a:{OLD},",
        ],
    )
    def test_refuses_what_is_no_ring_and_does_not_repeat_it(self, told: str) -> None:
        with pytest.raises(KeyringMalformed) as refused:
            parse(told)

        assert OLD not in str(refused.value)

    def test_reads_both_alphabets(self) -> None:
        key = bytes([255]) * 32

        told = f"a:{base64.urlsafe_b64encode(key).decode()}"

        assert parse(told) == {"a": key}
