"""Requests for one's data in MongoDB; the person who asks is the scope."""

from datetime import datetime
from uuid import UUID

from kit.mongo import Index
from kit.storage import Aggregates
from schemas.base import Event

from .errors import CopyNotFound
from .models import DataRequest

LISTED_MAX = 20


class DataRequestRepository:
    INDEXES = (Index([("person_id", 1), ("_id", -1)], name="person"),)

    def __init__(self, requests: Aggregates[DataRequest]) -> None:
        self._requests = requests

    async def get(self, request_id: UUID, *, person_id: UUID) -> DataRequest:
        query = {"_id": request_id, "person_id": person_id}
        found = await self._requests.find(query)
        if found is None:
            raise CopyNotFound(request_id=request_id)
        return found

    async def latest(self, person_id: UUID, *, since: datetime) -> list[DataRequest]:
        query = {"person_id": person_id, "asked_at": {"$gt": since}}
        return await self._requests.list(query, sort=[("_id", -1)], limit=LISTED_MAX)

    async def add(
        self, request: DataRequest, fact: Event, *, at: datetime
    ) -> DataRequest:
        return await self._requests.add(request, fact, at=at)
