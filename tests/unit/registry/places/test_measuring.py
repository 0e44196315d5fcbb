"""How far reception points are."""

import pytest

from services.registry.places.models import Here
from services.registry.places.rules import measured, resolve
from services.registry.territories.parsing import load_gazetteer
from tests.support.registry import a_structure

GAZETTEER = load_gazetteer()


def at(text: str) -> Here:
    here = resolve(text, GAZETTEER)
    assert isinstance(here, Here)
    return here


class TestMeasured:
    def test_sorts_by_distance_from_the_middle_of_the_town(self) -> None:
        sete = a_structure(name="Sète", commune="34301", latitude=43.39, longitude=3.65)
        nimes = a_structure(
            name="Nîmes", commune="30189", latitude=43.84, longitude=4.35
        )

        points = measured([nimes, sete], at("Montpellier"))

        assert [point.name for point in points] == ["Sète", "Nîmes"]
        assert points[0].distance_km == pytest.approx(30.5, abs=0.5)

    def test_puts_an_unlocated_one_of_the_town_first_and_tells_no_distance(
        self,
    ) -> None:
        located = a_structure(name="A", has_own_position=True)
        unlocated = a_structure(name="B", latitude=43.6134, longitude=3.8692)

        points = measured([located, unlocated], at("Montpellier"))

        assert [(one.name, one.distance_km, one.is_exact) for one in points] == [
            ("A", 0.0, True),
            ("B", None, False),
        ]

    def test_measures_an_unlocated_one_of_another_town_from_its_middle(self) -> None:
        [point] = measured([a_structure()], at("Sète"))

        assert (point.distance_km, point.is_exact) == (30.5, False)

    def test_lists_an_island_without_distances(self) -> None:
        there = {"department": "975", "latitude": None, "longitude": None}
        other = a_structure(name="A", commune="97501", **there)
        same = a_structure(name="B", commune="97502", **there)

        points = measured([other, same], at("97500 Saint-Pierre"))

        assert [(one.name, one.distance_km) for one in points] == [
            ("B", None),
            ("A", None),
        ]

    def test_shows_the_public_nothing_but_public_fields(self) -> None:
        [point] = measured([a_structure()], at("Montpellier"))

        assert set(point.model_dump()) == {
            *("id", "name", "kind", "address", "postcode", "town", "phone", "website"),
            *("distance_km", "is_exact", "advisors"),
        }
        assert point.advisors == []
