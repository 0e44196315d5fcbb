"""The committees' shared documents, as far as a search reads them."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from kit.mongo import Collection, Document
from schemas.base import Localised
from schemas.documents.governance import Committee
from services.hub.search import rules
from services.hub.search.models import Found, Kind

# Titles may hold a partner's own words: they are compared here and indexed nowhere.
READ_MAX: Final = 2_000
FIELDS: Final = {"number": True, "title": True, "state": True, "kind": True}
NEWEST_FIRST: Final = [("opened_at", -1), ("_id", -1)]


class PaperRepository:
    def __init__(
        self, *, committees: Collection, dossiers: Collection, votes: Collection
    ) -> None:
        self._committees = committees
        self._dossiers = dossiers
        self._votes = votes

    async def committees_of(self, person_id: UUID) -> list[Committee]:
        """Return the committees where this person sits, has sat or will sit."""
        query = {"members.person_id": person_id}
        found = self._committees.find(query, {"pending": False})
        return [
            Committee.model_validate({"id": one["_id"], **one}) async for one in found
        ]

    async def voting(self, person_id: UUID) -> list[UUID]:
        """Return the dossiers with an open vote in which this person may vote."""
        mine = {"$elemMatch": {"person_id": person_id, "is_set_aside": False}}
        query = {"state": "open", "electors": mine}
        found = self._votes.find(query, {"dossier_id": True})
        return [one["dossier_id"] async for one in found]

    async def named(
        self, beginnings: Sequence[str], *, sight: rules.Sight, limit: int
    ) -> list[Found]:
        """Return the newest dossiers in sight, by number or by words of the title."""
        cursor = self._dossiers.find(_seen(sight), FIELDS)
        read = cursor.sort(NEWEST_FIRST).limit(READ_MAX)
        found: list[Found] = []
        async for one in read:
            if rules.is_meant(f"{one['number']} {one['title']}", beginnings):
                found.append(_found(one))
            if len(found) == limit:
                break
        return found


def _seen(sight: rules.Sight) -> Document:
    if sight.sees_all:
        return {}
    return {
        "$or": [
            {"path.committee": {"$in": list(sight.committees)}},
            {"organisation_id": {"$in": list(sight.organisations)}},
            {"_id": {"$in": list(sight.called_to)}},
        ]
    }


def _found(document: Document) -> Found:
    number = document["number"]
    return Found(
        kind=Kind.DOSSIER,
        id=document["_id"],
        label=Localised(fr=document["title"]),
        href=f"/dossiers/{number}",
        facts={"number": number, "state": document["state"]},
    )
