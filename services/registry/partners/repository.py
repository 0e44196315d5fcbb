"""Partner organisations in MongoDB: the nation's own records, public by name."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from kit.mongo import Document, DuplicateKey, Index
from kit.storage import Aggregates
from schemas.base import Event

from .errors import PartnerExists, PartnerNotFound
from .models import Organisation

ORDER = (("name_key", 1), ("_id", 1))


class PartnerRepository:
    INDEXES = (Index("name_key", name="name", unique=True),)

    def __init__(self, partners: Aggregates[Organisation]) -> None:
        self._partners = partners

    async def get(self, partner_id: UUID) -> Organisation:
        partner = await self._partners.find({"_id": partner_id})
        if partner is None:
            raise PartnerNotFound(partner_id=partner_id)
        return partner

    async def list_page(self, *, after: UUID | None, limit: int) -> list[Organisation]:
        query: Document = {}
        if after is not None:
            last = await self.get(after)
            query = {"name_key": {"$gt": last.name_key}}
        return await self._partners.list(query, sort=ORDER, limit=limit)

    async def names_of(self, partner_ids: Iterable[UUID]) -> Mapping[UUID, str]:
        found = await self._partners.list({"_id": {"$in": list(set(partner_ids))}})
        return {partner.id: partner.name for partner in found}

    async def add(
        self, partner: Organisation, fact: Event, *, at: datetime
    ) -> Organisation:
        try:
            return await self._partners.add(partner, fact, at=at)
        except DuplicateKey as error:
            raise PartnerExists from error

    async def change(
        self, before: Organisation, after: Organisation, fact: Event, *, at: datetime
    ) -> Organisation:
        try:
            return await self._partners.change(before, after, fact, at=at)
        except DuplicateKey as error:
            raise PartnerExists from error
