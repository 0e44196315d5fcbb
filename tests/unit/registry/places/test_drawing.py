"""Figures by region, their shades, and the outlines that carry them."""

import re

from schemas.reference import DEPARTMENTS, REGIONS
from services.registry.places.models import Figures
from services.registry.places.parsing import load_outlines
from services.registry.places.rules import by_region, level_of, steps_of, total_of


class TestByRegion:
    def test_lays_out_every_department_where_people_live(self) -> None:
        regions = by_region({}, {})

        codes = {one.code for region in regions for one in region.departments}
        assert codes == set(DEPARTMENTS) - {"984", "989"}
        assert {region.code for region in regions} == set(REGIONS) - {"984", "989"}

    def test_counts_an_advisor_of_two_departments_once_in_the_region(self) -> None:
        figures = {"31": Figures(2, 1, 1), "34": Figures(3, 3, 1)}

        regions = by_region(figures, {"76": 1})

        occitanie = next(region for region in regions if region.code == "76")
        assert occitanie.figures == Figures(5, 4, 1)
        assert total_of(regions, advisors=1) == Figures(5, 4, 1)


class TestShades:
    def test_darken_with_the_count(self) -> None:
        shades = [level_of(count) for count in (0, 1, 4, 5, 8, 9, 14, 15, 900)]

        assert shades == [0, 1, 1, 2, 2, 3, 3, 4, 4]

    def test_are_explained_from_the_darkest(self) -> None:
        steps = steps_of([0, 3, 20])

        spans = [(one.least, one.most, one.count) for one in steps]
        assert spans == [(15, None, 1), (9, 14, 0), (5, 8, 0), (1, 4, 1), (0, 0, 1)]


class TestOutlines:
    def test_draw_the_96_departments_of_the_mainland_inside_the_map(self) -> None:
        outlines = load_outlines(scale=1.4)

        assert len(outlines) == 96
        starts = [
            (int(x), int(y))
            for path in outlines.values()
            for x, y in re.findall(r"M(-?\d+) (-?\d+)", path)
        ]
        assert all(0 <= x <= 860 and 0 <= y <= 820 for x, y in starts)

    def test_keep_the_islands_of_a_department_where_they_are(self) -> None:
        path = load_outlines(scale=1.4)["17"]

        starts = re.findall(r"M(\d+) (\d+)", path)
        assert len(starts) == 3
        assert all(200 < int(x) < 330 and 400 < int(y) < 560 for x, y in starts)

    def test_enlarge_some_to_a_corner(self) -> None:
        inset = load_outlines(scale=6.0, codes=("75", "92"), at=(18.0, 40.0))

        starts = re.findall(r"M(\d+) (\d+)", "".join(inset.values()))
        assert set(inset) == {"75", "92"}
        assert all(18 <= int(x) < 200 and 40 <= int(y) < 200 for x, y in starts)
