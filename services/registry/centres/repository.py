"""Resource centres in MongoDB: every query about them stands here."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from kit.mongo import DuplicateKey, Index, Transaction
from kit.storage import Aggregates
from schemas.base import Event

from .errors import AlreadyCentre, CentreNotFound, RegionHasReferent
from .models import ResourceCentre

ONE_REFERENT = "one_referent"
ACTIVE = {"until": None}


class CentreRepository:
    """Who is a resource centre is public: these queries take no scope."""

    INDEXES = (
        Index(
            "region",
            name=ONE_REFERENT,
            unique=True,
            partialFilterExpression={"is_referent": True, "until": None},
        ),
        Index(
            "structure_id",
            name="once",
            unique=True,
            partialFilterExpression={"until": None},
        ),
    )

    def __init__(self, centres: Aggregates[ResourceCentre]) -> None:
        self._centres = centres

    async def get(
        self, centre_id: UUID, *, tx: Transaction | None = None
    ) -> ResourceCentre:
        found = await self._centres.find({"_id": centre_id}, tx=tx)
        if found is None:
            raise CentreNotFound(centre_id)
        return found

    async def by_ids(self, centre_ids: Iterable[UUID]) -> dict[UUID, ResourceCentre]:
        found = await self._centres.list({"_id": {"$in": list(set(centre_ids))}})
        return {centre.id: centre for centre in found}

    async def at_structures(
        self, structure_ids: Iterable[UUID]
    ) -> dict[UUID, ResourceCentre]:
        """Return the active centres by the structure where each stands."""
        query = {"structure_id": {"$in": list(structure_ids)}, **ACTIVE}
        found = await self._centres.list(query)
        return {centre.structure_id: centre for centre in found}

    async def list_active(self) -> list[ResourceCentre]:
        return await self._centres.list(
            ACTIVE, sort=[("region", 1), ("is_referent", -1), ("name", 1), ("_id", 1)]
        )

    async def find_at(self, structure_id: UUID) -> ResourceCentre | None:
        return await self._centres.find({"structure_id": structure_id, **ACTIVE})

    async def referents(self) -> dict[str, ResourceCentre]:
        """Give each region's referent centre."""
        found = await self._centres.list({"is_referent": True, **ACTIVE})
        return {centre.region: centre for centre in found}

    async def names_of(self, centre_ids: Iterable[UUID]) -> Mapping[UUID, str]:
        found = await self._centres.list({"_id": {"$in": list(set(centre_ids))}})
        return {centre.id: centre.name for centre in found}

    async def add(
        self,
        centre: ResourceCentre,
        fact: Event,
        *,
        at: datetime,
        tx: Transaction | None = None,
    ) -> ResourceCentre:
        """Add one.

        Raises:
            RegionHasReferent: another centre is.
            AlreadyCentre: the structure is one.
        """
        try:
            return await self._centres.add(centre, fact, at=at, tx=tx)
        except DuplicateKey as error:
            if "region" in (error.details or {}).get("keyPattern", {}):
                raise RegionHasReferent(region=centre.region) from error
            raise AlreadyCentre from error

    async def add_many(
        self, told: Iterable[tuple[ResourceCentre, Sequence[Event]]], *, at: datetime
    ) -> int:
        """Add those whose ids are not there yet, and return how many were new."""
        return await self._centres.add_many(told, at=at)

    async def change(
        self,
        before: ResourceCentre,
        after: ResourceCentre,
        *facts: Event,
        at: datetime,
        tx: Transaction | None = None,
    ) -> ResourceCentre:
        return await self._centres.change(before, after, *facts, at=at, tx=tx)

    async def remove(
        self, centre: ResourceCentre, *facts: Event, at: datetime, tx: Transaction
    ) -> None:
        """Take out a centre that an undone census had designated."""
        await self._centres.remove(centre, *facts, at=at, tx=tx)

    async def remove_many(
        self,
        told: Sequence[tuple[ResourceCentre, Sequence[Event]]],
        *,
        at: datetime,
        tx: Transaction,
    ) -> None:
        await self._centres.remove_many(told, at=at, tx=tx)
