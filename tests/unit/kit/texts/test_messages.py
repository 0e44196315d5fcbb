"""Sentences: translated, filled, chosen by number, set as print expects."""

from kit.texts import Catalogues, Texts

TRANSLATIONS: dict[str, str | tuple[str, str]] = {
    "Bonjour {name}": "Hello {name}",
    "{n} ligne": ("{n} row", "{n} rows"),
    "Lu : <b>{value}</b>": "Read: <b>{value}</b>",
}


def french() -> Texts:
    return Catalogues(TRANSLATIONS).texts("fr")


def english() -> Texts:
    return Catalogues(TRANSLATIONS).texts("en")


class TestGettext:
    def test_french_is_its_own_source(self) -> None:
        assert french().gettext("Bonjour {name}", name="Ada") == "Bonjour Ada"

    def test_english_comes_from_the_catalogue(self) -> None:
        assert english().gettext("Bonjour {name}", name="Ada") == "Hello Ada"

    def test_a_text_without_translation_is_shown_in_french(self) -> None:
        assert english().gettext("Au revoir") == "Au revoir"

    def test_what_fills_a_place_is_not_read_as_a_place(self) -> None:
        assert french().gettext("Bonjour {name}", name="{name}") == "Bonjour {name}"

    def test_a_place_nobody_fills_stays_visible(self) -> None:
        assert french().gettext("Bonjour {name}") == "Bonjour {name}"

    def test_any_name_may_fill_a_place(self) -> None:
        text = french().gettext("{msgid} {n} {self}", msgid=1, n=2, self=3)

        assert text == "1 2 3"


class TestNgettext:
    def test_french_counts_zero_as_singular(self) -> None:
        shown = [french().ngettext("{n} ligne", "{n} lignes", n) for n in (0, 1, 2)]

        assert shown == ["0 ligne", "1 ligne", "2 lignes"]

    def test_english_counts_zero_as_plural(self) -> None:
        shown = [english().ngettext("{n} ligne", "{n} lignes", n) for n in (0, 1, 2)]

        assert shown == ["0 rows", "1 row", "2 rows"]

    def test_the_number_is_written_as_the_language_does(self) -> None:
        assert french().ngettext("{n} ligne", "{n} lignes", 5000) == (
            "5\u202f000 lignes"
        )


class TestMarkup:
    def test_tags_of_the_text_stand_and_those_of_its_filling_do_not(self) -> None:
        shown = english().markup("Lu : <b>{value}</b>", value="<script>")

        assert shown == "Read: <b>&lt;script&gt;</b>"


class TestTypography:
    def test_spaces_before_double_signs_do_not_break(self) -> None:
        shown = french().gettext("Prêt ? Oui : « demain » ; sûr !")

        assert shown == (
            "Prêt\u202f? Oui\u00a0: «\u00a0demain\u00a0»\u202f; sûr\u202f!"
        )

    def test_an_elision_gets_its_apostrophe(self) -> None:
        assert french().gettext("l'un d'« eux »") == "l’un d’«\u00a0eux\u00a0»"

    def test_an_attribute_keeps_its_quotes(self) -> None:
        text = "<a href='/x' class='y'>l'autre</a>"

        assert french().gettext(text) == "<a href='/x' class='y'>l’autre</a>"

    def test_an_address_keeps_its_colon(self) -> None:
        assert french().gettext("https://exemple.fr:80/a?b") == (
            "https://exemple.fr:80/a?b"
        )
