"""The check of texts: what it finds in a project made for it."""

from pathlib import Path

import pytest

from kit.texts import find_units
from kit.texts.checking import check, extract
from tests.unit.kit.texts import ROOT


@pytest.fixture
def feature(tmp_path: Path) -> Path:
    feature = tmp_path / "services" / "shop" / "orders"
    (feature / "templates").mkdir(parents=True)
    for folder in (feature.parent, feature):
        (folder / "__init__.py").touch()
    return feature


def kinds(feature: Path) -> list[tuple[str, str]]:
    root = feature.parents[2]
    return [(problem.kind, problem.text) for problem in check(find_units(root))]


def catalogue(feature: Path, *entries: tuple[str, str]) -> None:
    (feature / "texts").mkdir(exist_ok=True)
    body = "\n".join(f'msgid "{fr}"\nmsgstr "{en}"\n' for fr, en in entries)
    (feature / "texts" / "en.po").write_text(body, "utf-8")


class TestCheck:
    def test_the_kit_is_whole(self) -> None:
        assert check([ROOT / "kit"]) == []

    def test_a_text_of_code_without_english_is_named(self, feature: Path) -> None:
        (feature / "errors.py").write_text('TITLE = N_("Complet")\n')

        assert kinds(feature) == [("untranslated", "Complet")]

    def test_a_text_of_a_template_without_english_is_named(self, feature: Path) -> None:
        (feature / "templates" / "a.html").write_text('<p>{{ _("Complet") }}</p>')

        assert kinds(feature) == [("untranslated", "Complet")]

    def test_both_forms_of_a_plural_are_asked_for(self, feature: Path) -> None:
        (feature / "pages.py").write_text('texts.ngettext("{n} a", "{n} b", 2)\n')
        (feature / "texts").mkdir()
        (feature / "texts" / "en.po").write_text(
            'msgid "{n} a"\nmsgid_plural "{n} b"\nmsgstr[0] "{n} c"\nmsgstr[1] ""\n'
        )

        assert kinds(feature) == [("untranslated", "{n} a")]

    def test_what_nobody_asks_for_is_obsolete(self, feature: Path) -> None:
        catalogue(feature, ("Parti", "Gone"))

        assert kinds(feature) == [("obsolete", "Parti")]

    @pytest.mark.parametrize("english", ["Of {other}", "Of"])
    def test_places_must_be_the_same(self, feature: Path, english: str) -> None:
        (feature / "pages.py").write_text('texts.gettext("De {name}", name=1)\n')
        catalogue(feature, ("De {name}", english))

        assert kinds(feature) == [("placeholders", "De {name}")]

    def test_a_place_that_the_call_leaves_empty_is_named(self, feature: Path) -> None:
        (feature / "pages.py").write_text('texts.gettext("De {name}", nom=1)\n')
        catalogue(feature, ("De {name}", "Of {name}"))

        assert kinds(feature) == [("unfilled", "De {name} ('name',)")]

    def test_a_call_with_facts_is_trusted(self, feature: Path) -> None:
        (feature / "pages.py").write_text('texts.gettext(N_("De {name}"), **facts)\n')
        catalogue(feature, ("De {name}", "Of {name}"))

        assert kinds(feature) == []

    @pytest.mark.parametrize(
        ("template", "bare"),
        [
            ("<p>Bonjour</p>", "Bonjour"),
            ('<input placeholder="Votre nom">', "Votre nom"),
            ('{{ ui.button("Envoyer") }}', "Envoyer"),
            ('{{ ui.button("déjà lu") }}', "déjà lu"),
            ("{% if x %}oui{% endif %}", "oui"),
        ],
    )
    def test_words_outside_a_translation_are_named(
        self, feature: Path, template: str, bare: str
    ) -> None:
        (feature / "templates" / "a.html").write_text(template, "utf-8")

        assert kinds(feature) == [("bare", bare)]

    @pytest.mark.parametrize(
        "template",
        [
            '<p class="small soft">{{ name }} {{ n }} %</p>',
            "<code>kcat -C</code>",
            '<a href="{{ url }}" hx-get="/x">→</a>',
            "{# Une note pour qui lit le code #}",
            '{% if kind == "radio" %}{{ x }}{% endif %}',
            "<input{% if checked %} checked{% endif %}>",
        ],
    )
    def test_what_is_not_words_is_left_alone(
        self, feature: Path, template: str
    ) -> None:
        (feature / "templates" / "a.html").write_text(template, "utf-8")

        assert kinds(feature) == []

    def test_the_line_is_that_of_the_text(self, feature: Path) -> None:
        (feature / "templates" / "a.html").write_text(
            "{% if x\n %}\n<p>\n  Oui{% endif %}"
        )

        found = check(find_units(feature.parents[2]))

        assert [problem.line for problem in found] == [4]

    def test_two_features_that_translate_one_text_differently_clash(
        self, feature: Path
    ) -> None:
        other = feature.parent / "bills"
        other.mkdir()
        (other / "__init__.py").write_text('N_("Clos")\n')
        (feature / "errors.py").write_text('N_("Clos")\n')
        catalogue(other, ("Clos", "Closed"))
        catalogue(feature, ("Clos", "Shut"))

        assert kinds(feature) == [("clash", "Clos")]


class TestExtract:
    def test_what_is_missing_is_added_and_what_is_known_is_kept(
        self, feature: Path
    ) -> None:
        (feature / "errors.py").write_text('N_("Complet")\nN_("Clos")\n')
        catalogue(feature, ("Clos", "Closed"), ("Parti", "Gone"))

        extract(find_units(feature.parents[2]))

        written = (feature / "texts" / "en.po").read_text("utf-8")
        assert 'msgid "Complet"\nmsgstr ""\n' in written
        assert 'msgid "Clos"\nmsgstr "Closed"\n' in written
        assert "Parti" not in written

    def test_a_second_extraction_changes_nothing(self, feature: Path) -> None:
        (feature / "errors.py").write_text('N_("Complet")\n')
        units = find_units(feature.parents[2])
        extract(units)

        assert extract(units) == []
