"""What can be asked of rebuilds; each service leads those of its own copies."""

import asyncio
from collections.abc import Mapping
from uuid import UUID

from kit.clock import Clock
from kit.identity.cards import Cards
from kit.ids import new_id
from kit.rebuilds import Rebuild, RebuildNotFound, Rebuilds
from schemas.readers import READ_MODELS, ReadModel

from .errors import RebuildGoesOn, UnknownReadModel
from .models import NewRebuild

SHOWN = 20
PROMISED: Mapping[str, ReadModel] = {one.name: one for one in READ_MODELS}


class RebuildService:
    """`rebuilds` holds, by service, what is asked of its copies."""

    def __init__(
        self, *, rebuilds: Mapping[str, Rebuilds], cards: Cards, clock: Clock
    ) -> None:
        self._rebuilds = rebuilds
        self._cards = cards
        self._clock = clock

    async def list_read_models(self) -> list[tuple[ReadModel, Rebuild | None]]:
        """Return every copy that can be rebuilt, each with its last rebuild."""
        found = await asyncio.gather(*(self._last(one) for one in READ_MODELS))
        return list(zip(READ_MODELS, found, strict=True))

    async def latest(self) -> list[Rebuild]:
        """Return the last rebuilds of all services, the latest asked first."""
        found = await asyncio.gather(
            *(
                rebuilds.latest(PROMISED, limit=SHOWN)
                for rebuilds in self._rebuilds.values()
            )
        )
        several = [one for ours in found for one in ours]
        return sorted(several, key=lambda one: one.asked_at, reverse=True)[:SHOWN]

    async def ask(self, wanted: NewRebuild, *, by: UUID | None) -> Rebuild:
        """Ask for a rebuild; a worker of the copy's service leads it.

        Raises:
            UnknownReadModel: there is no such copy.
            AlreadyRebuilding: it is being rebuilt.
        """
        rebuild = Rebuild(
            **wanted.model_dump(), id=new_id(), by=by, asked_at=self._clock()
        )
        return await self._of(wanted.model).ask(rebuild)

    async def get(self, model: str, rebuild_id: UUID) -> Rebuild:
        """Return one.

        Raises:
            RebuildNotFound: there is no such rebuild, or no such copy.
        """
        return await self._named(model).get(rebuild_id)

    async def cancel(self, model: str, rebuild_id: UUID) -> Rebuild:
        """Stop it; the live copy has not been touched.

        Raises:
            RebuildNotFound: there is no such rebuild, or no such copy.
            RebuildGoesOn: it has ended, or takes the live one's place already.
        """
        rebuild = await self._named(model).cancel(rebuild_id, at=self._clock())
        if rebuild.state != "cancelled":
            raise RebuildGoesOn(rebuild_id=rebuild_id)
        return rebuild

    async def name_of(self, person_id: UUID | None) -> str:
        """Name who asked, as long as that person has a card."""
        if person_id is None:
            return ""
        return (await self._cards.names([person_id])).get(person_id, "")

    async def _last(self, promised: ReadModel) -> Rebuild | None:
        found = await self._of(promised.name).latest([promised.name], limit=1)
        return next(iter(found), None)

    def _of(self, model: str) -> Rebuilds:
        promised = PROMISED.get(model)
        if promised is None:
            raise UnknownReadModel(model=model)
        return self._rebuilds[promised.service]

    def _named(self, model: str) -> Rebuilds:
        """Return those of a copy that an address names."""
        if model not in PROMISED:
            raise RebuildNotFound(model=model)
        return self._of(model)
