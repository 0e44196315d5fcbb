"""The copies in MongoDB: written when newer, whatever comes repeated or late."""

from collections.abc import AsyncIterator, Iterable
from collections.abc import Collection as Many
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from kit.copies import if_newer, overtake
from kit.mongo import Collection, Document, Index
from kit.scope import Scope, both, within

from .models import Advisor, Copy, Registration, Webinar

C = TypeVar("C", bound=Copy)

CHUNK = 1_000


def read(kind: type[C], document: Document) -> C:
    return kind.model_validate({"id": document["_id"], **document})


def seen(scope: Scope) -> Document:
    """Keep a query to advisors of these centres, or who work in these places."""
    return within(scope, field="centre_id", region="regions", structure="structure_ids")


class AdvisorRepository:
    INDEXES = (
        Index([("status", 1), ("themes", 1)], name="concerned"),
        Index([("centre_id", 1), ("status", 1)], name="centre"),
        Index("person_id", name="person"),
    )

    def __init__(self, advisors: Collection) -> None:
        self._advisors = advisors

    async def overtake(self, told: Iterable[tuple[Advisor, int]]) -> None:
        await overtake(self._advisors, told)

    async def of_person(self, person_id: UUID) -> list[Advisor]:
        found = self._advisors.find({"person_id": person_id})
        return [read(Advisor, one) async for one in found]

    async def active_for(
        self, *, themes: Many[str], regions: Many[str]
    ) -> AsyncIterator[list[UUID]]:
        """Yield, in chunks, who is active on a theme; no region means all."""
        query: Document = {"status": "active", "themes": {"$in": list(themes)}}
        if regions:
            query["regions"] = {"$in": list(regions)}
        cursor = self._advisors.find(query, {"person_id": True}, batch_size=CHUNK)
        while chunk := await cursor.to_list(CHUNK):
            yield [one["person_id"] for one in chunk]

    async def waiting(self, status: str, scope: Scope) -> tuple[int, datetime | None]:
        """Count those in a status, and tell since when the first has been waiting."""
        found = self._advisors.aggregate(
            [
                {"$match": both({"status": status}, seen(scope))},
                {
                    "$group": {
                        "_id": None,
                        "count": {"$sum": 1},
                        "since": {"$min": "$told_at"},
                    }
                },
            ]
        )
        async for one in found:
            return one["count"], one["since"]
        return 0, None

    async def active_by_department(self, scope: Scope) -> list[Document]:
        """Return `_id` (a department), `dedicated` and `total` for each department."""
        is_dedicated = {"$cond": [{"$eq": ["$profile", "dedicated"]}, 1, 0]}
        found = self._advisors.aggregate(
            [
                {"$match": both({"status": "active"}, seen(scope))},
                {"$unwind": "$departments"},
                {
                    "$group": {
                        "_id": "$departments",
                        "dedicated": {"$sum": is_dedicated},
                        "total": {"$sum": 1},
                    }
                },
            ]
        )
        return [one async for one in found]

    async def regions_of(self, scope: Scope) -> list[str]:
        return sorted(await self._advisors.distinct("regions", seen(scope)))

    async def count_active(self, scope: Scope) -> int:
        query = both({"status": "active"}, seen(scope))
        return int(await self._advisors.count_documents(query))

    async def told_until(self, scope: Scope) -> datetime | None:
        """Return the time of the newest fact that these figures know."""
        newest = await self._advisors.find_one(
            seen(scope),
            {"told_at": True},
            sort=[("told_at", -1)],
        )
        return None if newest is None else newest["told_at"]


class RegistrationRepository:
    INDEXES = (Index([("webinar_id", 1), ("state", 1)], name="webinar"),)

    def __init__(self, registrations: Collection) -> None:
        self._registrations = registrations

    async def overtake(self, told: Iterable[tuple[Registration, int]]) -> None:
        await overtake(self._registrations, told)

    async def holding(self, webinar_id: UUID) -> list[Registration]:
        """Return the seats held now."""
        query = {"webinar_id": webinar_id, "state": "registered"}
        found = self._registrations.find(query).sort("_id", 1)
        return [read(Registration, one) async for one in found]


class WebinarRepository:
    INDEXES = (Index([("state", 1), ("published_at", 1)], name="published"),)

    def __init__(self, webinars: Collection) -> None:
        self._webinars = webinars

    async def overtake(self, told: Iterable[tuple[Webinar, int]]) -> None:
        await overtake(self._webinars, told, kept=("published_as", "published_at"))

    async def find(self, webinar_id: UUID) -> Webinar | None:
        found = await self._webinars.find_one({"_id": webinar_id})
        return None if found is None else read(Webinar, found)

    async def published_since(self, at: datetime) -> list[Webinar]:
        query = {"state": "open", "published_at": {"$gte": at}}
        found = self._webinars.find(query).sort("published_at", 1)
        return [read(Webinar, one) async for one in found]


class LanguageRepository:
    """The language that each person chose for pages and messages."""

    def __init__(self, languages: Collection) -> None:
        self._languages = languages

    async def overtake(self, told: Iterable[tuple[UUID, str, int]]) -> None:
        writes = [
            if_newer(person_id, {"language": language}, sequence=sequence)
            for person_id, language, sequence in told
        ]
        if writes:
            await self._languages.bulk_write(writes)

    async def chosen_by(self, person_ids: Iterable[UUID]) -> dict[UUID, str]:
        found = self._languages.find({"_id": {"$in": list(set(person_ids))}})
        return {one["_id"]: one["language"] async for one in found}
