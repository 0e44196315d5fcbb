"""What can be read of the webinars: the agenda, one of them, and calendars."""

from collections.abc import Sequence
from uuid import UUID

from kit.calendars import Occasion, feed
from kit.clock import Clock
from kit.http import encode_cursor
from kit.scope import Scope, covers
from kit.texts import N_, Catalogues, Language
from services.webinars.partners.repository import PartnerRepository
from services.webinars.proposals.models import Webinar
from services.webinars.proposals.repository import DossierRepository, WebinarRepository
from services.webinars.schedule.repository import SeatRepository

from . import parsing, rules
from .models import AgendaFilter, HeldFilter, Listing, Shown

FEED_MAX = 500


class AgendaService:
    def __init__(
        self,
        *,
        webinars: WebinarRepository,
        dossiers: DossierRepository,
        seats: SeatRepository,
        partners: PartnerRepository,
        catalogues: Catalogues,
        public_url: str,
        clock: Clock,
    ) -> None:
        self._webinars = webinars
        self._dossiers = dossiers
        self._seats = seats
        self._partners = partners
        self._catalogues = catalogues
        self._public_url = public_url
        self._clock = clock

    async def upcoming(self, wanted: AgendaFilter, *, limit: int) -> Listing:
        """List what everybody may join, the soonest first."""
        found = await self._webinars.list_agenda(
            ending_after=self._clock(),
            theme=wanted.theme,
            region=wanted.region or parsing.region_of(wanted.place),
            after=parsing.agenda_place(wanted.after),
            limit=limit + 1,
        )
        last = found[limit - 1] if len(found) > limit else None
        return Listing(
            await self._around(found[:limit], scope=rules.NOBODY),
            None if last is None else encode_cursor([last.starts_at, last.id]),
        )

    async def count(self) -> int:
        return await self._webinars.count_agenda(ending_after=self._clock())

    async def held(self, wanted: HeldFilter, *, scope: Scope, limit: int) -> Listing:
        """List what `scope` holds, in every state, the newest first."""
        found = await self._webinars.list_held(
            scope=scope,
            state=wanted.state,
            before=parsing.held_place(wanted.after),
            limit=limit + 1,
        )
        last = found[limit - 1] if len(found) > limit else None
        return Listing(
            await self._around(found[:limit], scope=scope),
            None if last is None else encode_cursor(last.id),
        )

    async def show(self, webinar_id: UUID, *, scope: Scope) -> Shown:
        webinar = await self._webinars.get_visible(webinar_id, scope=scope)
        names = await self._partners.names([webinar.organisation_id])
        is_held = covers(scope, webinar.organisation_id)
        return Shown(
            webinar=webinar,
            organisation=names.get(webinar.organisation_id),
            seats=await self._seats.find(webinar_id),
            is_joinable=webinar.is_joinable(self._clock()),
            is_held=is_held,
            dossier=await self._dossiers.find(webinar.dossier_id) if is_held else None,
        )

    async def calendar(self, wanted: AgendaFilter, *, language: Language) -> bytes:
        """Write the agenda for calendar programs."""
        found = await self._webinars.list_agenda(
            ending_after=self._clock(),
            theme=wanted.theme,
            region=wanted.region or parsing.region_of(wanted.place),
            limit=FEED_MAX,
        )
        name = self._catalogues.texts(language).gettext(N_("Agenda des webinaires"))
        return feed([self._occasion(one, language) for one in found], name=name)

    async def date(self, webinar_id: UUID, *, language: Language) -> bytes:
        """Write one public webinar for a calendar program."""
        webinar = await self._webinars.get_public(webinar_id)
        return feed([self._occasion(webinar, language)], name=webinar.title.fr)

    async def _around(self, found: Sequence[Webinar], *, scope: Scope) -> list[Shown]:
        names = await self._partners.names(one.organisation_id for one in found)
        seats = await self._seats.by_ids(one.id for one in found)
        now = self._clock()
        return [
            Shown(
                webinar=one,
                organisation=names.get(one.organisation_id),
                seats=seats.get(one.id),
                is_joinable=one.is_joinable(now),
                is_held=covers(scope, one.organisation_id),
            )
            for one in found
        ]

    def _occasion(self, webinar: Webinar, language: Language) -> Occasion:
        assert webinar.starts_at is not None
        assert webinar.ends_at is not None
        title, abstract = webinar.title, webinar.abstract
        return Occasion(
            uid=f"{webinar.id}@maillage",
            sequence=webinar.version,
            starts_at=webinar.starts_at,
            ends_at=webinar.ends_at,
            summary=(language == "en" and title.en) or title.fr,
            description=(language == "en" and abstract.en) or abstract.fr,
            told_at=webinar.published_at or webinar.proposed_at,
            url=f"{self._public_url}/webinaires/{webinar.id}",
            is_cancelled=webinar.state == "cancelled",
        )
