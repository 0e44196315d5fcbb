"""The copies of structures and centres in MongoDB."""

from collections.abc import Iterable

from kit.copies import overtake
from kit.mongo import Collection, Index
from kit.scope import Scope, both, within

from .models import Centre, Structure


class StructureRepository:
    INDEXES = (
        Index([("centre_id", 1), ("is_reception_point", 1)], name="reception_points"),
    )

    def __init__(self, structures: Collection) -> None:
        self._structures = structures

    async def overtake(self, told: Iterable[tuple[Structure, int]]) -> None:
        await overtake(self._structures, told)

    async def count_reception_points(self, scope: Scope) -> int:
        query = both(
            {"is_reception_point": True, "is_removed": False},
            within(scope, field="centre_id", region="region", structure="_id"),
        )
        return int(await self._structures.count_documents(query))


class CentreRepository:
    def __init__(self, centres: Collection) -> None:
        self._centres = centres

    async def overtake(self, told: Iterable[tuple[Centre, int]]) -> None:
        await overtake(self._centres, told)

    async def regions_of(self, scope: Scope) -> list[str]:
        """Return the regions that the centres in scope answer for."""
        query = both({"is_active": True}, within(scope, field="_id", region="region"))
        return sorted(await self._centres.distinct("region", query))
