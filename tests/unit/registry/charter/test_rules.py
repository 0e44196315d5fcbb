"""REG-08: the text that is signed, and the hash that proves which."""

import pytest

from services.registry.charter.errors import CharterChanged
from services.registry.charter.models import Charter, CharterSignature, CharterView
from services.registry.charter.rules import CHARTERS, CURRENT, check_read, hash_of

# A published text never changes: another wording is another version.
PUBLISHED = {1: "d25d445ee217fd109109542292af72862ec282ca85da53aeb76da815487305ca"}


class TestWording:
    def test_a_published_text_has_not_changed(self) -> None:
        assert {one.version: one.hash for one in CHARTERS.values()} == PUBLISHED

    @pytest.mark.parametrize(
        "charter", CHARTERS.values(), ids=lambda one: f"v{one.version}"
    )
    def test_every_version_asks_to_learn_and_to_stay_neutral(
        self, charter: Charter
    ) -> None:
        codes = {clause.code for clause in charter.clauses}

        assert {"self_training", "neutrality"} <= codes

    def test_both_languages_are_whole(self) -> None:
        texts = [CURRENT.title, CURRENT.preamble]
        texts += [text for one in CURRENT.clauses for text in (one.title, one.text)]

        assert all(text.fr and text.en for text in texts)

    def test_the_hash_covers_both_languages(self) -> None:
        wording = {"title": {"fr": "Charte", "en": "Charter"}}
        other = {"title": {"fr": "Charte", "en": "The charter"}}

        assert hash_of(wording) != hash_of(other)

    def test_is_read_in_the_language_of_the_reader(self) -> None:
        assert CharterView.of(CURRENT, "en").clauses[1].title == "I stay neutral"
        assert CharterView.of(CURRENT, "fr").clauses[1].title == "Je reste neutre"


class TestSigning:
    @pytest.mark.parametrize(
        "read", [(CURRENT.version + 1, CURRENT.hash), (CURRENT.version, "0" * 64)]
    )
    def test_another_text_than_the_current_one_is_refused(
        self, read: tuple[int, str]
    ) -> None:
        signature = CharterSignature(version=read[0], hash=read[1])

        with pytest.raises(CharterChanged) as refused:
            check_read(signature, current=CURRENT)

        assert refused.value.facts == {"current": CURRENT.version}
