"""What the webinars store."""

from collections.abc import Sequence
from typing import cast

from kit.people import confirmations
from kit.service import CollectionPlan, Provided

from .partners.models import Partner
from .people.models import Advisor
from .people.repository import AdvisorRepository
from .proposals.models import Webinar
from .proposals.repository import WebinarRepository
from .registrations.models import CalendarAddress, Registration
from .registrations.repository import RegistrationRepository
from .retention.service import WebinarRetention
from .schedule.models import Booking, Seats
from .schedule.repository import BookingRepository

DATABASE = "webinars"

COLLECTIONS: Sequence[CollectionPlan] = (
    CollectionPlan(
        database=DATABASE,
        name="webinars",
        holds=Webinar,
        indexes=WebinarRepository.INDEXES,
        tells=True,
    ),
    CollectionPlan(
        database=DATABASE,
        name="registrations",
        holds=Registration,
        indexes=RegistrationRepository.INDEXES,
        tells=True,
    ),
    CollectionPlan(
        database=DATABASE,
        name="bookings",
        holds=Booking,
        indexes=BookingRepository.INDEXES,
    ),
    CollectionPlan(database=DATABASE, name="booking_turns"),
    CollectionPlan(database=DATABASE, name="seats", holds=Seats),
    CollectionPlan(database=DATABASE, name="calendars", holds=CalendarAddress),
    CollectionPlan(database=DATABASE, name="partners", holds=Partner),
    CollectionPlan(
        database=DATABASE,
        name="advisors",
        holds=Advisor,
        indexes=AdvisorRepository.INDEXES,
    ),
    confirmations(DATABASE),
)


async def prepare(provided: Provided) -> None:
    """Plan the nights on which what is too old goes."""
    await cast("WebinarRetention", provided[WebinarRetention]).plan_first()
