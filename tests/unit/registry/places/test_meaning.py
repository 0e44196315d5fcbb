"""Which place a person means."""

import pytest

from services.registry.places.models import Here, Nowhere, Several
from services.registry.places.rules import resolve, suggestions
from services.registry.territories.parsing import load_gazetteer

GAZETTEER = load_gazetteer()


def here(text: str) -> Here:
    answer = resolve(text, GAZETTEER)
    assert isinstance(answer, Here), answer
    return answer


def several(text: str) -> list[str]:
    answer = resolve(text, GAZETTEER)
    assert isinstance(answer, Several), answer
    return [choice.label for choice in answer.choices]


def nowhere(text: str) -> list[str]:
    answer = resolve(text, GAZETTEER)
    assert isinstance(answer, Nowhere), answer
    return [choice.label for choice in answer.nearest]


class TestResolve:
    @pytest.mark.parametrize(
        ("typed", "label"),
        [
            ("Saint-Étienne", "42000 Saint-Étienne"),
            ("st etienne", "42000 Saint-Étienne"),
            ("SAINT ETIENNE", "42000 Saint-Étienne"),
            ("31000", "31000 Toulouse"),
            ("31 000", "31000 Toulouse"),
            ("31000 Toulouse", "31000 Toulouse"),
            ("Toulouse 31000", "31000 Toulouse"),
            ("31058 Toulouse Cedex 9", "31058 Toulouse"),
            ("havre", "76600 Le Havre"),
            ("clermont fer", "63000 Clermont-Ferrand"),
            ("Paris 15e", "75015 Paris 15e Arrondissement"),
            ("paris", "75001 Paris"),
            ("sainte foy (85)", "85150 Sainte-Foy"),
            ("Ajaccio", "20000 Ajaccio"),
            ("Bastia 2b", "20200 Bastia"),
            ("97400", "97400 Saint-Denis"),
            ("L’Haÿ-les-Roses", "94240 L'Haÿ-les-Roses"),
            ("oeuf en ternois", "62130 Œuf-en-Ternois"),
        ],
    )
    def test_finds_one_place_however_it_is_written(
        self, typed: str, label: str
    ) -> None:
        assert here(typed).label == label

    @pytest.mark.parametrize(
        ("typed", "department"),
        [("20000", "2A"), ("20200", "2B"), ("97110", "971"), ("98800", "988")],
    )
    def test_knows_the_departments_of_corsica_and_overseas(
        self, typed: str, department: str
    ) -> None:
        assert here(typed).department == department

    def test_finds_again_every_place_by_its_own_label(self) -> None:
        labels = [*several("ste foy"), *several("saint denis"), *several("31")]

        found = [here(label).label for label in labels]

        assert found == labels

    def test_asks_which_one_when_several_towns_have_the_name(self) -> None:
        assert set(several("Ste-Foy")) >= {"85150 Sainte-Foy", "40190 Sainte-Foy"}

    def test_offers_an_island_s_towns_beside_a_namesake(self) -> None:
        labels = several("La Réunion")

        assert labels[:2] == ["47700 La Réunion", "97400 Saint-Denis"]

    def test_offers_the_great_town_beside_what_begins_alike(self) -> None:
        assert several("Toulouze")[0] == "31000 Toulouse"

    def test_takes_all_the_towns_of_a_postcode_and_their_middle(self) -> None:
        found = here("31140")

        assert len(found.communes) > 1
        assert found.position is not None
        assert (round(found.position.latitude), found.label) == (44, "31140")

    def test_places_a_former_commune_without_a_position_in_its_parent(self) -> None:
        commune = GAZETTEER.find("12114")
        assert commune is not None
        assert commune.position is None

        assert here("Grand-Vabre").position == GAZETTEER.position_of(commune)

    def test_has_a_place_without_position_overseas(self) -> None:
        found = here("97500")

        assert (found.position, found.department) == (None, "975")

    def test_places_all_115_towns_without_a_position_or_knows_they_are_islands(
        self,
    ) -> None:
        lost = [c for c in GAZETTEER if GAZETTEER.position_of(c) is None]

        without = [c for c in GAZETTEER if c.position is None]

        assert len(without) == 115
        assert all(c.department.startswith("9") for c in lost)

    @pytest.mark.parametrize("typed", ["", "  ", "--", "\x00", "🎈", "99999", "xqzwk"])
    def test_says_so_when_nothing_is_meant(self, typed: str) -> None:
        assert nowhere(typed) == []

    def test_offers_what_is_near_an_unknown_postcode(self) -> None:
        assert nowhere("31058") == ["31000 Toulouse"]

    def test_offers_what_sounds_alike(self) -> None:
        assert "67000 Strasbourg" in nowhere("Strazzbourgue")


class TestSuggestions:
    def test_begins_with_the_exact_name_then_what_begins_so(self) -> None:
        labels = [one.label for one in suggestions("toul", GAZETTEER, limit=3)]

        assert labels[0] == "54200 Toul"
        assert "31000 Toulouse" in labels

    def test_gives_at_most_what_was_asked(self) -> None:
        assert len(suggestions("saint", GAZETTEER, limit=4)) == 4
