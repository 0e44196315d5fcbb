"""Finding places however people write them."""

import pytest

from services.registry.territories.models import CommuneKind, Position
from services.registry.territories.parsing import load_gazetteer
from services.registry.territories.rules import distance_km, fold, telephone_region

GAZETTEER = load_gazetteer()


class TestNamed:
    @pytest.mark.parametrize(
        ("postcode", "written", "name"),
        [
            ("12330", "St Christophe Vallon", "Saint-Christophe-Vallon"),
            ("82700", "MONTECH CEDEX 2", "Montech"),
            ("34000", "montpellier", "Montpellier"),
            ("59700", "Marcq en Baroeul", "Marcq-en-Barœul"),
            ("51150", "AY CHAMPAGNE", "Aÿ-Champagne"),
            ("26260", "St-Donat s/ l'Herbasse", "Saint-Donat-sur-l'Herbasse"),
            ("71100", "Chalon s/Saône", "Chalon-sur-Saône"),
            ("13460", "Stes Maries de la Mer", "Saintes-Maries-de-la-Mer"),
            ("75015", "PARIS 15EME", "Paris 15e Arrondissement"),
            ("75015", "Paris", "Paris"),
            ("69001", "Lyon 01", "Lyon 1er Arrondissement"),
            ("97430", "Le  Tampon", "Le Tampon"),
            ("97139", "les abymes", "Les Abymes"),
        ],
    )
    def test_a_town_is_found_however_it_is_written(
        self, postcode: str, written: str, name: str
    ) -> None:
        commune = GAZETTEER.named(written, postcode=postcode)

        assert commune is not None
        assert commune.name == name

    def test_a_former_commune_is_found_under_the_postcode_of_its_parent(self) -> None:
        commune = GAZETTEER.named("Arbignieu", postcode="01300")

        assert commune is not None
        assert commune.kind is CommuneKind.DELEGATED
        assert commune.current_code == "01015"

    def test_a_town_of_another_postcode_is_not_found(self) -> None:
        assert GAZETTEER.named("Lille", postcode="32190") is None

    def test_a_company_cedex_is_served_by_the_only_town_of_that_name_nearby(
        self,
    ) -> None:
        commune = GAZETTEER.named("TOULOUSE CEDEX 6", postcode="31002")

        assert commune is not None
        assert commune.code == "31555"

    def test_an_unknown_postcode_without_cedex_finds_nothing(self) -> None:
        assert GAZETTEER.named("Toulouse", postcode="31002") is None

    def test_a_cedex_far_from_its_town_finds_nothing(self) -> None:
        assert GAZETTEER.named("TOULOUSE CEDEX 6", postcode="59009") is None


class TestNearest:
    def test_a_typing_error_proposes_the_town_meant(self) -> None:
        nearest = GAZETTEER.nearest("Sazzint-Alban", postcode="31140", likeness=80)

        assert [one.name for one in nearest] == ["Saint-Alban"]


class TestSuggest:
    def test_the_most_populous_town_comes_first(self) -> None:
        found = GAZETTEER.suggest("saint-den", limit=3)

        assert found[0].commune.name == "Saint-Denis"
        assert found[0].commune.department == "974"

    def test_an_exact_name_comes_before_longer_ones(self) -> None:
        found = GAZETTEER.suggest("Albi")

        assert (found[0].commune.name, found[0].postcode) == ("Albi", "81000")

    def test_the_article_may_be_left_out(self) -> None:
        assert GAZETTEER.suggest("abymes")[0].commune.name == "Les Abymes"

    def test_the_first_digits_of_a_postcode_are_enough(self) -> None:
        found = GAZETTEER.suggest("8100", limit=20)

        assert {one.postcode for one in found} == {"81000"}
        assert "Albi" in {one.commune.name for one in found}

    @pytest.mark.parametrize("query", ["", "  ", "zzzzzz", "000", "'", "é"])
    def test_nothing_found_is_an_empty_list_or_towns(self, query: str) -> None:
        assert len(GAZETTEER.suggest(query, limit=5)) <= 5


class TestPosition:
    def test_a_town_without_a_point_stands_amid_its_neighbours(self) -> None:
        commune = GAZETTEER.find("15031")
        assert commune is not None
        assert commune.position is None

        position = GAZETTEER.position_of(commune)

        assert position is not None
        assert 44 < position.latitude < 46

    def test_a_place_far_from_any_known_point_has_none(self) -> None:
        commune = GAZETTEER.find("97701")

        assert commune is not None
        assert GAZETTEER.position_of(commune) is None

    def test_distance_is_measured_along_the_globe(self) -> None:
        paris, marseille = Position(48.8566, 2.3522), Position(43.2965, 5.3698)

        assert distance_km(paris, marseille) == pytest.approx(660.5, abs=1.5)
        assert distance_km(paris, paris) == 0


class TestTerritory:
    @pytest.mark.parametrize(
        ("department", "region"),
        [("31", "FR"), ("2A", "FR"), ("974", "RE"), ("978", "MF"), ("987", "PF")],
    )
    def test_each_territory_dials_its_own_way(
        self, department: str, region: str
    ) -> None:
        assert telephone_region(department) == region

    def test_a_department_remembers_its_region_before_2016(self) -> None:
        former = GAZETTEER.former_region_of("31")

        assert former is not None
        assert former.name == "Midi-Pyrénées"

    def test_every_commune_has_a_department_and_a_region(self) -> None:
        assert all(one.department and one.region for one in GAZETTEER)


class TestFold:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("L’Haÿ-les-Roses", "l'hay les roses"),
            ("Œuilly", "OEUILLY"),
            ("N° SIRET", "n siret"),
        ],
    )
    def test_names_are_compared_without_case_accents_or_signs(
        self, one: str, other: str
    ) -> None:
        assert fold(one) == fold(other)
