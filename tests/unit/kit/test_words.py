"""Words compared as people mean them."""

import pytest

from kit.words import beginning_with, beginnings, words_of


class TestWords:
    @pytest.mark.parametrize(
        ("written", "asked"),
        [
            ("Éloïse Lefèvre-Dupont", "eloise DUPONT"),
            ("CMA Hérault", "hera cma"),
            ("Maison de l’œuvre", "OEUV"),
            ("Saint-Étienne", "saint étienne"),
            ("O’Brien", "o brien"),
        ],
    )
    def test_accents_case_and_hyphens_do_not_matter(
        self, written: str, asked: str
    ) -> None:
        words = words_of(written)

        assert all(
            any(word.startswith(one) for word in words) for one in beginnings(asked)
        )

    def test_a_search_keeps_five_words_of_what_is_typed(self) -> None:
        assert beginnings("a b c d e f g") == ("a", "b", "c", "d", "e")
        assert beginnings("x" * 100_000) == ("x" * 200,)

    def test_no_pattern_is_without_an_anchor_whatever_is_typed(self) -> None:
        query = beginning_with(beginnings(".* $where {a:1} ^"), field="words")

        assert query == {
            "$and": [
                {"words": {"$regex": "^where"}},
                {"words": {"$regex": "^a"}},
                {"words": {"$regex": "^1"}},
            ]
        }
        assert beginning_with(beginnings("* / \x00"), field="words") == {}
