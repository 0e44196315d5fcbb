"""What Pydantic refuses, in the reader's words."""

from datetime import date, datetime
from enum import Enum
from typing import Annotated, Any, Literal, get_args
from uuid import UUID

import pytest
from pydantic import (
    AwareDatetime,
    BaseModel,
    Field,
    HttpUrl,
    SecretStr,
    TypeAdapter,
    ValidationError,
    field_validator,
)
from pydantic_core.core_schema import ErrorType

from kit.texts import N_, Catalogues, find_units
from kit.texts.validation import expectation, expected
from tests.unit.kit.texts import ROOT

TEXTS = Catalogues.load(find_units(ROOT))
FR, EN = TEXTS.texts("fr"), TEXTS.texts("en")
FALLBACK = "Une valeur qui convient à ce champ."


class Tone(Enum):
    LOUD = "loud"
    SOFT = "soft"


def refusal(kind: Any, value: object) -> Any:
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(kind).validate_python(value)
    return refused.value.errors()[0]


class TestExpectation:
    @pytest.mark.parametrize(
        ("kind", "value", "fr", "en"),
        [
            (int, "x", "Un nombre entier.", "A whole number."),
            (
                Annotated[str, Field(max_length=3)],
                "abcd",
                "3 signes au plus.",
                "At most 3 characters.",
            ),
            (
                Annotated[str, Field(min_length=1)],
                "",
                "1 signe au moins.",
                "At least 1 character.",
            ),
            (
                Annotated[list[int], Field(max_length=1)],
                [1, 2],
                "1 élément au plus. Il y en a 2.",
                "At most 1 item. There are 2.",
            ),
            (
                Annotated[int, Field(le=5000)],
                5001,
                "5 000 ou moins.",
                "5,000 or less.",
            ),
            (
                Literal["a", "b", "c"],
                "d",
                "a, b ou c.",
                "a, b or c.",
            ),
            (Tone, "x", "loud ou soft.", "loud or soft."),
            (UUID, "x", "Un identifiant de 36 signes (UUID).", None),
            (date, "12/25/2013", "Une date qui existe, comme 2026-12-31.", None),
            (
                datetime,
                "x",
                "Une date et une heure, comme 2026-12-31T18:00:00+01:00.",
                None,
            ),
            (
                AwareDatetime,
                "2026-01-01T00:00:00",
                "Une heure avec son fuseau, comme 2026-12-31T18:00:00+01:00.",
                None,
            ),
            (
                HttpUrl,
                "x",
                "Une adresse entière, comme https://exemple.fr/page.",
                None,
            ),
            (
                HttpUrl,
                "ftp://a.fr",
                "Une adresse qui commence par http ou https.",
                "An address that begins with http or https.",
            ),
            (bool, "x", "Oui ou non (true ou false).", None),
            (list[int], "x", "Une liste.", "A list."),
        ],
    )
    def test_it_says_what_was_expected(
        self, kind: Any, value: object, fr: str, en: str | None
    ) -> None:
        error = refusal(kind, value)

        assert expectation(error, FR).replace("\u202f", " ") == fr
        assert en is None or expectation(error, EN) == en

    @pytest.mark.parametrize("kind", sorted(get_args(ErrorType)))
    def test_every_error_of_pydantic_has_a_sentence_in_both_languages(
        self, kind: str
    ) -> None:
        error = {"type": kind, "loc": ("x",), "input": "?", "ctx": {}}

        french, english = expectation(error, FR), expectation(error, EN)

        assert french != english

    @pytest.mark.parametrize(
        ("kind", "value", "french"),
        [
            (Annotated[SecretStr, Field(min_length=12)], "x", "12 signes au moins."),
            (Annotated[SecretStr, Field(max_length=2)], "xyz", "2 signes au plus."),
        ],
    )
    def test_of_a_secret_signs_are_counted_and_not_how_many_there_were(
        self, kind: Any, value: str, french: str
    ) -> None:
        assert expectation(refusal(kind, value), FR) == french

    def test_an_error_nobody_knows_still_has_a_sentence(self) -> None:
        assert expectation({"type": "new_in_2030"}, FR) == FALLBACK

    def test_a_validator_says_it_in_its_own_words(self) -> None:
        class Booking(BaseModel):
            day: str

            @field_validator("day")
            @classmethod
            def is_open(cls, _day: str) -> str:
                raise expected(N_("Un jour au moins."), days=2)

        error = refusal(Booking, {"day": "x"})

        assert expectation(error, EN) == "One day at least."

    def test_a_sentence_that_no_catalogue_holds_is_never_shown(self) -> None:
        error = {"type": "value_error", "ctx": {"error": ValueError("secret: x")}}

        assert expectation(error, FR) == FALLBACK
