"""Figures by department and region, and the shades that draw them."""

from collections.abc import Iterable, Mapping

from schemas.reference import DEPARTMENTS, REGIONS
from services.registry.places.models import (
    DepartmentFigures,
    Figures,
    RegionFigures,
    Step,
)
from services.registry.territories.rules import fold

NOBODY_LIVES = frozenset({"984", "989"})
LEASTS = (0, 1, 5, 9, 15)


def by_region(
    figures: Mapping[str, Figures], advisors: Mapping[str, int]
) -> list[RegionFigures]:
    """Lay every department out under its region, by name.

    An advisor at work in two departments of a region counts once there: `advisors`
    gives the region's own count.
    """
    regions: dict[str, list[DepartmentFigures]] = {}
    for code, department in DEPARTMENTS.items():
        if code not in NOBODY_LIVES:
            counted = DepartmentFigures(
                code, department.name, figures.get(code, Figures())
            )
            regions.setdefault(department.region, []).append(counted)
    laid = [
        RegionFigures(
            code=region,
            name=REGIONS[region],
            figures=_region_total(departments, advisors.get(region, 0)),
            departments=tuple(departments),
        )
        for region, departments in regions.items()
    ]
    return sorted(laid, key=lambda one: fold(one.name))


def total_of(regions: Iterable[RegionFigures], *, advisors: int) -> Figures:
    summed = sum((one.figures for one in regions), Figures())
    return Figures(summed.structures, summed.reception_points, advisors)


def level_of(count: int) -> int:
    return max(level for level, least in enumerate(LEASTS) if count >= least)


def steps_of(counts: Iterable[int]) -> list[Step]:
    """Explain the shades, the darkest first."""
    levels = [level_of(count) for count in counts]
    mosts = [*(least - 1 for least in LEASTS[1:]), None]
    return [
        Step(level, LEASTS[level], mosts[level], levels.count(level))
        for level in reversed(range(len(LEASTS)))
    ]


def _region_total(departments: list[DepartmentFigures], advisors: int) -> Figures:
    summed = sum((one.figures for one in departments), Figures())
    return Figures(summed.structures, summed.reception_points, advisors)
