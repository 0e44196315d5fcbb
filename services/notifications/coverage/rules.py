"""Which departments are expected to be covered, and how each is."""

from collections.abc import Collection, Mapping

from schemas.reference.regions import DEPARTMENTS, REGIONS

from .models import Department


def departments(
    regions: Collection[str], counted: Mapping[str, tuple[int, int]]
) -> tuple[Department, ...]:
    """Return every department of these regions, the best covered first.

    `counted` holds dedicated and total by code. A department of another region, where
    an advisor of the centre works, is not shown: the centre does not answer for it.
    """
    found = [
        Department(
            code=code,
            name=department.name,
            dedicated=counted.get(code, (0, 0))[0],
            total=counted.get(code, (0, 0))[1],
        )
        for code, department in DEPARTMENTS.items()
        if department.region in regions
    ]
    return tuple(sorted(found, key=lambda one: (-one.total, -one.dedicated, one.name)))


def names(regions: Collection[str]) -> tuple[str, ...]:
    return tuple(sorted(REGIONS[code] for code in regions if code in REGIONS))
