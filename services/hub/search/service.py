"""Finding what was asked for, within what the caller may see."""

from collections.abc import Sequence
from typing import Final

from kit.clock import Clock
from kit.identity.callers import Caller
from kit.identity.cards import Cards
from kit.scope import Everything
from kit.texts.dates import PARIS
from schemas.access import Action

from . import rules
from .models import Found, Group, Kind
from .repository import EntryRepository, PaperRepository

# Cards are also of people who are no advisors: among as many there are enough who are.
PEOPLE_MAX: Final = 400


class SearchService:
    def __init__(
        self,
        *,
        entries: EntryRepository,
        papers: PaperRepository,
        cards: Cards,
        clock: Clock,
    ) -> None:
        self._entries = entries
        self._papers = papers
        self._cards = cards
        self._clock = clock

    async def search(self, asked: str, *, caller: Caller, limit: int) -> list[Group]:
        """Return by kind what was found, at most `limit` of each; no empty kind."""
        wanted = rules.wanted(asked)
        if not wanted:
            return []
        one_more = limit + 1
        found = {
            Kind.ADVISOR: await self._advisors(wanted, caller, one_more),
            Kind.STRUCTURE: await self._structures(wanted, caller, one_more),
            Kind.WEBINAR: await self._webinars(wanted, caller, one_more),
            Kind.DOSSIER: await self._dossiers(wanted, caller, one_more),
        }
        return [
            rules.group(kind, several, limit=limit, asked=asked)
            for kind, several in found.items()
            if several
        ]

    async def _advisors(
        self, wanted: Sequence[str], caller: Caller, limit: int
    ) -> list[Found]:
        """Look only among the cards of those in scope: the foreign cost no time."""
        scope = rules.scope_for(caller, Action.READ_ADVISORS)
        if scope == rules.NOBODY:
            return []
        people = await self._entries.people(scope=scope)
        named = await self._cards.ids_named(
            wanted, among=people, limit=limit if people is not None else PEOPLE_MAX
        )
        entries = await self._entries.advisors(named, scope=scope)
        met = [one for one in named if one in entries][:limit]
        # Read last: whoever's card is read here is noted as met.
        cards = await self._cards.by_ids(met)
        return [rules.advisor(entries[one], cards[one]) for one in met if one in cards]

    async def _structures(
        self, wanted: Sequence[str], caller: Caller, limit: int
    ) -> list[Found]:
        """Find one's own; and what receives the public, for who has none."""
        scope = rules.scope_for(caller, Action.READ_STRUCTURES)
        is_own = scope != rules.NOBODY
        entries = (
            await self._entries.named(Kind.STRUCTURE, wanted, scope=scope, limit=limit)
            if is_own
            else await self._entries.public(Kind.STRUCTURE, wanted, limit=limit)
        )
        return [rules.structure(one, is_own=is_own) for one in entries]

    async def _webinars(
        self, wanted: Sequence[str], caller: Caller, limit: int
    ) -> list[Found]:
        """Find what is public, and one's own in every state."""
        scope = rules.webinar_scope(caller)
        entries = await self._entries.named(
            Kind.WEBINAR, wanted, scope=scope, limit=limit
        )
        if not isinstance(scope, Everything):
            entries += await self._entries.public(Kind.WEBINAR, wanted, limit=limit)
        by_id = {one.id: one for one in entries}
        by_date = sorted(by_id.values(), key=lambda one: one.order)
        return [rules.webinar(one) for one in by_date][:limit]

    async def _dossiers(
        self, wanted: Sequence[str], caller: Caller, limit: int
    ) -> list[Found]:
        if caller.person_id is None:
            return []
        sight = rules.sight(
            caller,
            committees=await self._papers.committees_of(caller.person_id),
            called_to=await self._papers.voting(caller.person_id),
            today=self._clock().astimezone(PARIS).date(),
        )
        return await self._papers.named(wanted, sight=sight, limit=limit)
