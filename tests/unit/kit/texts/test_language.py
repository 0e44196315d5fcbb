"""Which language a reader gets."""

import pytest

from kit.texts import language_of


class TestLanguageOf:
    @pytest.mark.parametrize(
        ("header", "chosen"),
        [
            (None, "fr"),
            ("en", "en"),
            ("en-GB,en;q=0.9,fr;q=0.8", "en"),
            ("de, fr;q=0.5, en;q=0.7", "en"),
            ("en;q=0, fr;q=0.1", "fr"),
            ("de", "fr"),
            ("en;q=much", "fr"),
            ("\x00;;;,,,", "fr"),
        ],
    )
    def test_an_unknown_visitor_gets_what_the_browser_accepts(
        self, header: str | None, chosen: str
    ) -> None:
        assert language_of(header) == chosen

    def test_the_switch_of_this_browser_wins_over_the_account(self) -> None:
        assert language_of("fr", "en", "fr") == "en"

    def test_the_account_wins_over_the_browser(self) -> None:
        assert language_of("fr", None, "en") == "en"

    def test_a_cookie_that_names_no_language_is_passed_over(self) -> None:
        assert language_of("fr", "<script>", "en") == "en"
