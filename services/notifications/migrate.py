"""What the notifications store."""

from typing import cast

from kit.people import confirmations
from kit.service import CollectionPlan, Provided

from .coverage.models import Centre, Structure
from .coverage.repository import StructureRepository
from .deliveries.models import Email
from .deliveries.repository import EmailRepository
from .holdings import NotificationRetention
from .inbox.models import Entry
from .inbox.repository import EntryRepository
from .mailbox.models import Whole
from .preferences.models import Preferences
from .recipients.models import Advisor, Registration, Webinar
from .recipients.repository import (
    AdvisorRepository,
    RegistrationRepository,
    WebinarRepository,
)
from .tasks.models import Waiting
from .tasks.repository import WaitingRepository

DATABASE = "notifications"

COLLECTIONS = (
    CollectionPlan(
        database=DATABASE,
        name="emails",
        holds=Email,
        indexes=EmailRepository.INDEXES,
        tells=True,
    ),
    CollectionPlan(
        database=DATABASE,
        name="inbox",
        holds=Entry,
        indexes=EntryRepository.INDEXES,
        tells=True,
        tells_in_bulk=EntryRepository.TELLS_IN_BULK,
    ),
    CollectionPlan(
        database=DATABASE, name="preferences", holds=Preferences, tells=True
    ),
    CollectionPlan(
        database=DATABASE,
        name="advisors",
        holds=Advisor,
        indexes=AdvisorRepository.INDEXES,
    ),
    CollectionPlan(
        database=DATABASE,
        name="registrations",
        holds=Registration,
        indexes=RegistrationRepository.INDEXES,
    ),
    CollectionPlan(
        database=DATABASE,
        name="webinars",
        holds=Webinar,
        indexes=WebinarRepository.INDEXES,
    ),
    CollectionPlan(database=DATABASE, name="languages"),
    # Filled in the embedded mode alone, by the mail server that it brings.
    CollectionPlan(database=DATABASE, name="mailbox", holds=Whole),
    CollectionPlan(
        database=DATABASE,
        name="structures",
        holds=Structure,
        indexes=StructureRepository.INDEXES,
    ),
    CollectionPlan(database=DATABASE, name="centres", holds=Centre),
    CollectionPlan(
        database=DATABASE,
        name="waiting",
        holds=Waiting,
        indexes=WaitingRepository.INDEXES,
    ),
    confirmations(DATABASE),
)


async def prepare(provided: Provided) -> None:
    """Plan the nights on which what is too old goes."""
    await cast("NotificationRetention", provided[NotificationRetention]).plan_first()
