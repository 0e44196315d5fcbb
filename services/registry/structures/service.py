"""What can be done with structures."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from kit.clock import Clock
from kit.errors import StaleVersion
from kit.http.pagination import InvalidCursor, decode_cursor, encode_cursor
from kit.identity.cards import Cards
from kit.scope import Everything, Held, Scope
from services.registry.territories.rules import Gazetteer

from . import facts, rules
from .models import (
    Holders,
    NewStructure,
    Staff,
    Structure,
    StructureList,
    StructureQuery,
    StructureSheet,
    name_key,
)
from .repository import Place, StructureRepository


class StructureService:
    def __init__(
        self,
        *,
        structures: StructureRepository,
        holders: Holders,
        staff: Staff,
        cards: Cards,
        gazetteer: Gazetteer,
        clock: Clock,
    ) -> None:
        self._structures = structures
        self._holders = holders
        self._staff = staff
        self._cards = cards
        self._gazetteer = gazetteer
        self._clock = clock

    async def search(self, query: StructureQuery, *, scope: Scope) -> StructureList:
        wanted, limit = query.wanted, query.limit
        place = None if query.after is None else _place(decode_cursor(query.after))
        found = await self._structures.search(
            wanted, scope=scope, after=place, limit=limit + 1
        )
        items = found[:limit]
        return StructureList(
            items=items,
            next=_cursor(items[-1]) if len(found) > limit else None,
            total=await self._structures.count(wanted, scope=scope),
        )

    async def get(self, structure_id: UUID, *, scope: Scope) -> Structure:
        return await self._structures.get(structure_id, scope=scope)

    async def sheet(self, structure_id: UUID, *, scope: Scope) -> StructureSheet:
        """Return the structure, who holds it and who works there."""
        structure = await self._structures.get(structure_id, scope=scope)
        staff = await self._staff.at_structure(structure_id, scope=scope)
        holder = structure.centre_id
        names = {} if holder is None else await self._holders.names_of([holder])
        return StructureSheet(
            structure=structure,
            holder=None if holder is None else names.get(holder),
            centre=await self._holders.find_at(structure_id),
            staff=list(staff),
            names=await self._cards.names(one.person_id for one in staff),
        )

    async def holder_names(self, structures: list[Structure]) -> Mapping[UUID, str]:
        ids = {one.centre_id for one in structures if one.centre_id is not None}
        return await self._holders.names_of(ids)

    async def departments(self, *, scope: Scope) -> list[str]:
        return await self._structures.departments(scope=scope)

    async def add(self, new: NewStructure, *, scope: Scope) -> Structure:
        holder_id = _holder(new, scope)
        structure = rules.begin(new, holder_id=holder_id, gazetteer=self._gazetteer)
        fact = facts.created(structure)
        return await self._structures.add(structure, fact, at=self._clock())

    async def change(
        self,
        structure_id: UUID,
        changes: Mapping[str, Any],
        *,
        version: int,
        scope: Scope,
    ) -> Structure:
        """Write what differs; nothing, and no event, when nothing does.

        Raises:
            StaleVersion: someone else wrote since the caller read.
        """
        before = await self._structures.get(structure_id, scope=scope)
        if before.version != version:
            raise StaleVersion(structure_id, version)
        after = rules.edit(before, changes, gazetteer=self._gazetteer)
        if after == before:
            return before
        fact = facts.changed(after)
        return await self._structures.change(before, after, fact, at=self._clock())


def _holder(new: NewStructure, scope: Scope) -> UUID | None:
    """Let the nation name a holder; a centre holds what it adds."""
    match scope:
        case Everything():
            return new.centre_id
        case Held(by=holders):
            return new.centre_id if new.centre_id in holders else min(holders)


def _cursor(last: Structure) -> str:
    return encode_cursor([name_key(last.name), last.id])


def _place(cursor: Any) -> Place:
    try:
        name, id_ = cursor
        return str(name), UUID(id_)
    except (ValueError, TypeError, AttributeError) as error:
        raise InvalidCursor from error
