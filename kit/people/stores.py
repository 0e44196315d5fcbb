"""Where traces, parts and confirmations lie; the first two in the shared identities."""

from uuid import UUID

from kit.mongo import Collection, Index, Transaction
from kit.platform import Platform
from kit.service import CollectionPlan
from kit.storage import Aggregates

from .models import Confirmation, Part, Trace

CONFIRMATIONS = "erasure_confirmations"
PART_DAYS = 7
PART_INDEXES = (
    Index("at", name="week", expireAfterSeconds=PART_DAYS * 24 * 3_600),
    Index([("person_id", 1), ("request_id", 1)], name="request"),
)


def confirmations(service: str) -> CollectionPlan:
    """Plan where a service notes whom it has erased, and tells it from."""
    return CollectionPlan(
        database=service, name=CONFIRMATIONS, holds=Confirmation, tells=True
    )


def open_confirmations(platform: Platform, service: str) -> Aggregates[Confirmation]:
    return platform.aggregates(service, CONFIRMATIONS, Confirmation, source=service)


class Traces:
    def __init__(self, traces: Collection) -> None:
        self._traces = traces

    async def leave(self, trace: Trace, *, tx: Transaction) -> None:
        fields = trace.model_dump(exclude={"id"})
        await self._traces.replace_one(
            {"_id": trace.id}, fields, upsert=True, session=tx
        )

    async def find(self, person_id: UUID) -> Trace | None:
        found = await self._traces.find_one({"_id": person_id})
        if found is None:
            return None
        return Trace.model_validate({"id": found["_id"], **found})

    async def remove(self, person_id: UUID, *, tx: Transaction) -> None:
        await self._traces.delete_one({"_id": person_id}, session=tx)


class Parts:
    """A copy of one's data in parts, one by each service, for a week."""

    def __init__(self, parts: Collection) -> None:
        self._parts = parts

    async def add(self, part: Part) -> None:
        """Write it; told twice, it is the same part."""
        document = part.model_dump(exclude={"id"})
        await self._parts.replace_one({"_id": part.id}, document, upsert=True)

    async def of_request(self, request_id: UUID, *, person_id: UUID) -> list[Part]:
        """Return the parts that have come; the person is the scope."""
        query = {"person_id": person_id, "request_id": request_id}
        found = self._parts.find(query).sort("_id", 1)
        return [Part.model_validate({"id": one["_id"], **one}) async for one in found]
