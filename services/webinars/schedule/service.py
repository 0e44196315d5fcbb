"""What can be done with a decided webinar: date it, publish it, cancel it."""

from uuid import UUID

from kit.clock import Clock
from kit.due import DueJobs
from kit.errors import StaleVersion
from kit.mongo import Mongo, Transaction
from kit.scope import Everything, Scope
from services.webinars.proposals import facts
from services.webinars.proposals.models import Webinar
from services.webinars.proposals.repository import DossierRepository, WebinarRepository

from . import rules
from .models import Booking, Slot
from .repository import BookingRepository, SeatRepository

FOLLOW = "registrations.follow"
IN_THE_WAY = Everything("a slot may be taken by whoever's webinar")


class ScheduleService:
    def __init__(
        self,
        *,
        webinars: WebinarRepository,
        dossiers: DossierRepository,
        bookings: BookingRepository,
        seats: SeatRepository,
        due: DueJobs,
        mongo: Mongo,
        clock: Clock,
    ) -> None:
        self._webinars = webinars
        self._dossiers = dossiers
        self._bookings = bookings
        self._seats = seats
        self._due = due
        self._mongo = mongo
        self._clock = clock

    async def get(self, webinar_id: UUID, *, scope: Scope) -> Webinar:
        return await self._webinars.get(webinar_id, scope=scope)

    async def check(self, webinar_id: UUID, *, scope: Scope) -> Webinar:
        """Return it when its date may be set, or raise what is missing."""
        webinar = await self._webinars.get(webinar_id, scope=scope)
        dossier = await self._dossiers.find(webinar.dossier_id)
        rules.refuse_undatable(webinar, dossier=dossier, now=self._clock())
        return webinar

    async def schedule(
        self, webinar_id: UUID, slot: Slot, *, version: int, scope: Scope
    ) -> Webinar:
        """Set the date, or move it: room and speakers are free, or it is refused."""
        webinar = await self._read(webinar_id, version, scope)
        now = self._clock()
        dossier = await self._dossiers.find(webinar.dossier_id)
        scheduled = rules.schedule(webinar, slot, dossier=dossier, now=now)

        async def do(tx: Transaction) -> Webinar:
            await self._book(scheduled, slot, scope=scope, tx=tx)
            fact = facts.webinar_scheduled(scheduled)
            changed = await self._webinars.change(
                webinar, scheduled, fact, at=now, tx=tx
            )
            await self._tell_registered(scheduled, tx=tx)
            return changed

        return await self._mongo.transaction(do)

    async def publish(self, webinar_id: UUID, *, version: int, scope: Scope) -> Webinar:
        """Make it public and open its seats."""
        webinar = await self._read(webinar_id, version, scope)
        now = self._clock()
        dossier = await self._dossiers.find(webinar.dossier_id)
        published = rules.publish(webinar, dossier=dossier, now=now)
        fact = facts.webinar_published(published)

        async def do(tx: Transaction) -> Webinar:
            changed = await self._webinars.change(
                webinar, published, fact, at=now, tx=tx
            )
            await self._seats.open(webinar_id, webinar.seats_max, tx=tx)
            return changed

        return await self._mongo.transaction(do)

    async def cancel(self, webinar_id: UUID, *, version: int, scope: Scope) -> Webinar:
        """Call it off: its room is free, its registrations are cancelled in turn."""
        webinar = await self._read(webinar_id, version, scope)
        now = self._clock()
        dossier = await self._dossiers.find(webinar.dossier_id)
        cancelled = rules.cancel(webinar, dossier=dossier, now=now)
        fact = facts.webinar_cancelled(cancelled)

        async def do(tx: Transaction) -> Webinar:
            changed = await self._webinars.change(
                webinar, cancelled, fact, at=now, tx=tx
            )
            await self._bookings.free(webinar_id, tx=tx)
            await self._seats.close(webinar_id, tx=tx)
            await self._tell_registered(cancelled, tx=tx)
            return changed

        return await self._mongo.transaction(do)

    async def _read(self, webinar_id: UUID, version: int, scope: Scope) -> Webinar:
        webinar = await self._webinars.get(webinar_id, scope=scope)
        if webinar.version != version:
            raise StaleVersion(webinar_id, version)
        return webinar

    async def _book(
        self, webinar: Webinar, slot: Slot, *, scope: Scope, tx: Transaction
    ) -> None:
        wanted = rules.resources(webinar)
        ends_at = slot.starts_at + webinar.duration
        clash = await self._bookings.find_clash(
            webinar.id, wanted, starts_at=slot.starts_at, ends_at=ends_at, tx=tx
        )
        if clash is not None:
            other = await self._other(clash, tx=tx)
            raise rules.taken_by(clash, other, scope=scope)
        await self._bookings.move(
            webinar.id, wanted, starts_at=slot.starts_at, ends_at=ends_at, tx=tx
        )

    async def _other(self, clash: Booking, *, tx: Transaction) -> Webinar:
        return await self._webinars.get(clash.webinar_id, scope=IN_THE_WAY, tx=tx)

    async def _tell_registered(self, webinar: Webinar, *, tx: Transaction) -> None:
        """Have each registration follow, soon and surely: there may be a thousand."""
        if not webinar.is_public:
            return
        await self._seats.disturb(webinar.id, tx=tx)
        await self._due.plan(
            FOLLOW,
            str(webinar.id),
            due_at=self._clock(),
            payload={"webinar_id": webinar.id},
            tx=tx,
        )
