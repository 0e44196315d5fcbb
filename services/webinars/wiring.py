"""Where the webinars' parts meet: the only place that builds them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from kit.due import DueWorker
from kit.people import RetentionBoard
from kit.platform import IDENTITY, Platform
from schemas.documents.governance import DATABASE, Counter, Dossier

from .agenda.service import AgendaService
from .attendance.service import AttendanceService
from .copies import COPIES, WebinarRebuilds
from .forgetting.service import WebinarForgetting
from .holdings import WebinarPeople
from .partners.handlers import PartnerHandlers
from .partners.repository import PartnerRepository
from .people.handlers import AdvisorHandlers
from .people.repository import AdvisorRepository
from .proposals.handlers import DecisionHandlers
from .proposals.models import Webinar
from .proposals.repository import DossierRepository, WebinarRepository
from .proposals.service import ProposalService
from .registrations.models import Registration
from .registrations.repository import CalendarRepository, RegistrationRepository
from .registrations.service import (
    CalendarService,
    FollowingService,
    RegistrationService,
)
from .retention.service import PastSpeakers, WebinarRetention
from .schedule.repository import BookingRepository, SeatRepository
from .schedule.service import FOLLOW, ScheduleService

NAME = "webinars"


class WebinarJobs(DueWorker):
    """What falls due in this service, under a name of its own."""


@dataclass(frozen=True, slots=True)
class _Repositories:
    webinars: WebinarRepository
    dossiers: DossierRepository
    partners: PartnerRepository
    advisors: AdvisorRepository
    bookings: BookingRepository
    seats: SeatRepository
    registrations: RegistrationRepository
    calendars: CalendarRepository


@asynccontextmanager
async def build(platform: Platform) -> AsyncIterator[dict[type, object]]:
    stores = _repositories(platform)
    proposals = ProposalService(
        webinars=stores.webinars,
        dossiers=stores.dossiers,
        partners=stores.partners,
        mongo=platform.mongo,
        catalogues=platform.catalogues,
        clock=platform.clock,
    )
    yield {
        ProposalService: proposals,
        PartnerHandlers: PartnerHandlers(stores.partners),
        AdvisorHandlers: AdvisorHandlers(stores.advisors),
        DecisionHandlers: DecisionHandlers(proposals),
        ScheduleService: _schedule(platform, stores),
        RegistrationService: _registrations(platform, stores),
        CalendarService: _calendars(platform, stores),
        AgendaService: _agenda(platform, stores),
        AttendanceService: _attendance(platform, stores),
        WebinarJobs: _jobs(platform, stores),
        WebinarRetention: _retention(platform, stores),
        WebinarPeople: _people(platform, stores),
        WebinarRebuilds: WebinarRebuilds(platform, service=NAME, models=COPIES),
    }


def _repositories(platform: Platform) -> _Repositories:
    return _Repositories(
        webinars=WebinarRepository(
            platform.aggregates(NAME, "webinars", Webinar, source=NAME)
        ),
        dossiers=DossierRepository(
            platform.aggregates(DATABASE, Dossier.COLLECTION, Dossier, source=NAME),
            platform.collection(DATABASE, Counter.COLLECTION),
        ),
        partners=PartnerRepository(platform.collection(NAME, "partners")),
        advisors=AdvisorRepository(platform.collection(NAME, "advisors")),
        bookings=BookingRepository(
            platform.collection(NAME, "bookings"),
            platform.collection(NAME, "booking_turns"),
        ),
        seats=SeatRepository(platform.collection(NAME, "seats")),
        registrations=RegistrationRepository(
            platform.aggregates(NAME, "registrations", Registration, source=NAME)
        ),
        calendars=CalendarRepository(platform.collection(NAME, "calendars")),
    )


def _schedule(platform: Platform, stores: _Repositories) -> ScheduleService:
    return ScheduleService(
        webinars=stores.webinars,
        dossiers=stores.dossiers,
        bookings=stores.bookings,
        seats=stores.seats,
        due=platform.due(NAME),
        mongo=platform.mongo,
        clock=platform.clock,
    )


def _registrations(platform: Platform, stores: _Repositories) -> RegistrationService:
    return RegistrationService(
        registrations=stores.registrations,
        webinars=stores.webinars,
        seats=stores.seats,
        advisors=stores.advisors,
        links=platform.links,
        mongo=platform.mongo,
        clock=platform.clock,
    )


def _calendars(platform: Platform, stores: _Repositories) -> CalendarService:
    return CalendarService(
        registrations=stores.registrations,
        calendars=stores.calendars,
        links=platform.links,
        catalogues=platform.catalogues,
        public_url=platform.settings.public_url,
        clock=platform.clock,
    )


def _agenda(platform: Platform, stores: _Repositories) -> AgendaService:
    return AgendaService(
        webinars=stores.webinars,
        dossiers=stores.dossiers,
        seats=stores.seats,
        partners=stores.partners,
        catalogues=platform.catalogues,
        public_url=platform.settings.public_url,
        clock=platform.clock,
    )


def _attendance(platform: Platform, stores: _Repositories) -> AttendanceService:
    return AttendanceService(
        webinars=stores.webinars,
        registrations=stores.registrations,
        seats=stores.seats,
        advisors=stores.advisors,
        cards=platform.cards,
        clock=platform.clock,
    )


def _retention(platform: Platform, stores: _Repositories) -> WebinarRetention:
    past = PastSpeakers(stores.webinars, clock=platform.clock)
    return WebinarRetention(
        (past,),
        due=platform.due(NAME),
        board=RetentionBoard(platform.collection(IDENTITY, "retention")),
        clock=platform.clock,
    )


def _people(platform: Platform, stores: _Repositories) -> WebinarPeople:
    forgetting = WebinarForgetting(
        webinars=stores.webinars,
        registrations=_registrations(platform, stores),
        clock=platform.clock,
    )
    return WebinarPeople(platform, also=(forgetting.free_seats, forgetting.unname))


def _jobs(platform: Platform, stores: _Repositories) -> WebinarJobs:
    following = FollowingService(
        registrations=stores.registrations,
        webinars=stores.webinars,
        seats=stores.seats,
        mongo=platform.mongo,
        clock=platform.clock,
    )
    jobs = {FOLLOW: following.follow, **_retention(platform, stores).jobs}
    return WebinarJobs(platform.due(NAME), jobs, clock=platform.clock)
