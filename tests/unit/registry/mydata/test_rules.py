"""SEC-06: what is stored is written as people read it."""

from typing import Any

import pytest

from kit.people import Section
from kit.platform import ROOT
from kit.texts import Catalogues, Texts, find_units
from services.registry.mydata.rules import rows_of, words_of


@pytest.fixture(scope="module")
def english() -> Texts:
    return Catalogues.load(find_units(ROOT)).texts("en")


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        (None, ""),
        ("", ""),
        ([], ""),
        (True, "yes"),
        (3, "3"),
        ("active", "active"),
        ("dedicated", "dedicated"),
        ("Nadia", "Nadia"),
        ("2026-02-31", "2026-02-31"),
        ({"fr": "Bonjour", "en": "Hello"}, "Hello"),
        ({"fr": "Bonjour", "en": None}, "Bonjour"),
        ([{"role": "advisor", "holder_id": None}], "advisor"),
        (
            [{"role": "partner", "holder_id": "01936a2b-11d0-7c55-8a3f-2f6a9d0e7b11"}],
            "private partner",
        ),
        (["directory"], "show my name to the public"),
        ("01936a2b-11d0-7c55-8a3f-2f6a9d0e7b11", ""),
    ],
)
def test_a_value_is_written_in_words(english: Texts, stored: Any, read: str) -> None:
    assert words_of(stored, english) == read


def test_a_day_and_an_instant_are_written_as_dates(english: Texts) -> None:
    assert "2026" in words_of("2026-11-29", english)
    assert "November" in words_of("2026-11-29T10:00:00Z", english)


def test_what_says_nothing_is_left_out(english: Texts) -> None:
    section = Section(
        code="identity.cards",
        title=("Votre carte", "Your card"),
        labels={"first_name": ("Prénom", "First name"), "phone": ("Tél.", "Phone")},
        records=({"first_name": "Nadia", "phone": None, "id": "x"},),
    )

    assert rows_of(section, section.records[0], english) == [("First name", "Nadia")]
