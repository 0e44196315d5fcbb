"""What follows from what was written of a structure."""

from schemas.reference import StructureType
from services.registry.structures import rules
from services.registry.structures.models import NewStructure
from services.registry.territories.parsing import load_gazetteer
from tests.support.registry import a_structure

GAZETTEER = load_gazetteer()


class TestBegin:
    def test_stands_in_the_middle_of_its_town_without_a_position(self) -> None:
        new = NewStructure(
            name="CCI", kind=StructureType.CCI, postcode="42000", town="st etienne"
        )

        structure = rules.begin(new, holder_id=None, gazetteer=GAZETTEER)

        assert (structure.commune, structure.department) == ("42218", "42")
        assert (structure.latitude, structure.has_own_position) == (45.4267, False)

    def test_keeps_its_own_position(self) -> None:
        new = NewStructure(
            name="CCI",
            kind=StructureType.CCI,
            postcode="42000",
            town="Saint-Étienne",
            latitude=45.44,
            longitude=4.39,
        )

        structure = rules.begin(new, holder_id=None, gazetteer=GAZETTEER)

        assert (structure.latitude, structure.has_own_position) == (45.44, True)

    def test_belongs_to_the_commune_that_took_the_place_over(self) -> None:
        new = NewStructure(
            name="CCI", kind=StructureType.CCI, postcode="12320", town="Grand-Vabre"
        )

        structure = rules.begin(new, holder_id=None, gazetteer=GAZETTEER)

        assert (structure.town, structure.commune) == ("Grand-Vabre", "12218")
        assert structure.latitude is not None

    def test_has_no_position_where_the_town_has_none(self) -> None:
        new = NewStructure(
            name="CCI", kind=StructureType.CCI, postcode="97500", town="Saint-Pierre"
        )

        structure = rules.begin(new, holder_id=None, gazetteer=GAZETTEER)

        assert (structure.latitude, structure.department) == (None, "975")


class TestEdit:
    def test_moves_commune_department_and_position_with_the_town(self) -> None:
        before = a_structure()

        after = rules.edit(
            before, {"postcode": "20200", "town": "Bastia"}, gazetteer=GAZETTEER
        )

        assert (after.commune, after.department, after.region) == ("2B033", "2B", "94")
        assert after.latitude == 42.6864

    def test_keeps_a_position_of_its_own_when_only_the_name_changes(self) -> None:
        before = a_structure(latitude=43.6, longitude=3.9, has_own_position=True)

        after = rules.edit(before, {"name": "CMA 34"}, gazetteer=GAZETTEER)

        assert after == before.model_copy(update={"name": "CMA 34"})

    def test_returns_to_its_town_when_its_position_is_emptied(self) -> None:
        before = a_structure(latitude=43.0, longitude=3.0, has_own_position=True)

        after = rules.edit(
            before, {"latitude": None, "longitude": None}, gazetteer=GAZETTEER
        )

        assert (after.latitude, after.has_own_position) == (43.6134, False)

    def test_changes_nothing_when_the_same_is_said_again(self) -> None:
        before = a_structure()
        said = {"name": before.name, "postcode": "34000", "town": "Montpellier"}

        after = rules.edit(before, said, gazetteer=GAZETTEER)

        assert after == before


class TestShown:
    def test_writes_telephones_as_each_territory_does(self) -> None:
        written = [
            rules.national_phone(number) for number in ("+33536490411", "+262262200001")
        ]

        assert written == ["05 36 49 04 11", "0262 20 00 01"]
