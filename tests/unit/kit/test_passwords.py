"""SEC-03: a password is kept as argon2id, and nothing of it is cut off or changed."""

from collections.abc import Iterator

import pytest
from pydantic import BaseModel, ValidationError

from kit.identity.passwords import LENGTH_MAX, LENGTH_MIN, Passwords
from services.registry.accounts.models import NewPassword


class Chosen(BaseModel):
    password: NewPassword


@pytest.fixture
def passwords() -> Iterator[Passwords]:
    made = Passwords(at_once=1)
    yield made
    made.close()


def chosen(text: str) -> str:
    return Chosen.model_validate({"password": text}).password.get_secret_value()


class TestHashing:
    async def test_it_costs_who_guesses_19_mib_and_two_passes(
        self, passwords: Passwords
    ) -> None:
        kept = await passwords.hash("une phrase assez longue")

        assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")

    async def test_every_sign_of_it_counts_to_the_last(
        self, passwords: Passwords
    ) -> None:
        longest = "é" * (LENGTH_MAX - 1) + "x"
        kept = await passwords.hash(longest)

        assert await passwords.verify(longest, kept)
        assert not await passwords.verify(longest[:-1] + "y", kept)
        assert not await passwords.verify(longest.upper(), kept)

    async def test_nobody_has_no_password(self, passwords: Passwords) -> None:
        assert not await passwords.verify("the password of nobody at all", None)


class TestChoosing:
    @pytest.mark.parametrize(
        "text",
        [
            "abcdefghijkl",
            "000000000000",
            "une phrase très simple",
            "ΑΒΓΔΕΖΗΘΙΚΛΜ",
            "🔑" * LENGTH_MIN,
            "x" * LENGTH_MAX,
        ],
    )
    def test_length_is_the_only_rule(self, text: str) -> None:
        assert chosen(text) == text

    @pytest.mark.parametrize("text", ["x" * (LENGTH_MIN - 1), "x" * (LENGTH_MAX + 1)])
    def test_too_short_or_too_long_is_refused_and_not_repeated(self, text: str) -> None:
        with pytest.raises(ValidationError) as refused:
            chosen(text)

        assert text not in str(refused.value)

    def test_what_is_long_enough_is_at_least_64(self) -> None:
        assert LENGTH_MIN >= 8
        assert LENGTH_MAX >= 64
