"""What the notifications store."""

from kit.service import CollectionPlan

from .coverage.repository import StructureRepository
from .deliveries.repository import EmailRepository
from .inbox.repository import EntryRepository
from .recipients.repository import (
    AdvisorRepository,
    RegistrationRepository,
    WebinarRepository,
)
from .tasks.repository import WaitingRepository

DATABASE = "notifications"

COLLECTIONS = (
    CollectionPlan(
        database=DATABASE, name="emails", indexes=EmailRepository.INDEXES, tells=True
    ),
    CollectionPlan(
        database=DATABASE, name="inbox", indexes=EntryRepository.INDEXES, tells=True
    ),
    CollectionPlan(database=DATABASE, name="preferences", tells=True),
    CollectionPlan(
        database=DATABASE, name="advisors", indexes=AdvisorRepository.INDEXES
    ),
    CollectionPlan(
        database=DATABASE, name="registrations", indexes=RegistrationRepository.INDEXES
    ),
    CollectionPlan(
        database=DATABASE, name="webinars", indexes=WebinarRepository.INDEXES
    ),
    CollectionPlan(database=DATABASE, name="languages"),
    CollectionPlan(
        database=DATABASE, name="structures", indexes=StructureRepository.INDEXES
    ),
    CollectionPlan(database=DATABASE, name="centres"),
    CollectionPlan(
        database=DATABASE, name="waiting", indexes=WaitingRepository.INDEXES
    ),
)
