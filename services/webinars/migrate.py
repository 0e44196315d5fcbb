"""What the webinars store."""

from collections.abc import Sequence

from kit.service import CollectionPlan

from .people.repository import AdvisorRepository
from .proposals.repository import WebinarRepository
from .registrations.repository import RegistrationRepository
from .schedule.repository import BookingRepository

DATABASE = "webinars"

COLLECTIONS: Sequence[CollectionPlan] = (
    CollectionPlan(
        database=DATABASE,
        name="webinars",
        indexes=WebinarRepository.INDEXES,
        tells=True,
    ),
    CollectionPlan(
        database=DATABASE,
        name="registrations",
        indexes=RegistrationRepository.INDEXES,
        tells=True,
    ),
    CollectionPlan(
        database=DATABASE, name="bookings", indexes=BookingRepository.INDEXES
    ),
    CollectionPlan(database=DATABASE, name="booking_turns"),
    CollectionPlan(database=DATABASE, name="seats"),
    CollectionPlan(database=DATABASE, name="calendars"),
    CollectionPlan(database=DATABASE, name="partners"),
    CollectionPlan(
        database=DATABASE, name="advisors", indexes=AdvisorRepository.INDEXES
    ),
)
