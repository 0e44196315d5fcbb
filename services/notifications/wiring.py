"""Where the notifications' parts meet: the only place that builds them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email.utils import parseaddr

from kit.calendars import Address
from kit.due import DueWorker
from kit.mongo import Collection
from kit.people import AgedOut, RetentionBoard
from kit.platform import IDENTITY, Platform
from schemas.documents import governance as shared
from schemas.personal import Kept
from schemas.reference import Label

from .announcements.handlers import (
    RecipientHandlers,
    RegistrationHandlers,
    VoteHandlers,
    WebinarHandlers,
)
from .announcements.service import Announcer
from .copies import COPIES, NotificationRebuilds
from .coverage.handlers import CoverageHandlers
from .coverage.repository import CentreRepository, StructureRepository
from .coverage.service import CoverageService
from .deliveries.models import Email
from .deliveries.repository import EmailRepository
from .deliveries.sender import SmtpSender
from .deliveries.service import Deliverer
from .forgetting.service import MailboxForgetting
from .holdings import EMAILS, INBOX, NotificationPeople, NotificationRetention
from .inbox.models import Entry
from .inbox.repository import EntryRepository
from .inbox.service import InboxService
from .mailbox.repository import MailboxRepository
from .mailbox.service import MailboxService
from .preferences.models import Preferences
from .preferences.repository import PreferencesRepository
from .preferences.service import PreferenceService
from .recipients.repository import (
    AdvisorRepository,
    LanguageRepository,
    RegistrationRepository,
    WebinarRepository,
)
from .tasks.handlers import TaskHandlers
from .tasks.repository import SharedDocuments, WaitingRepository
from .tasks.service import TaskService
from .templates.service import Writer

SERVICE = "notifications"


@dataclass(frozen=True)
class _Stores:
    advisors: AdvisorRepository
    languages: LanguageRepository
    registrations: RegistrationRepository
    webinars: WebinarRepository
    preferences: PreferencesRepository
    emails: EmailRepository
    entries: EntryRepository
    structures: StructureRepository
    centres: CentreRepository
    waiting: WaitingRepository


@asynccontextmanager
async def build(platform: Platform) -> AsyncIterator[dict[type, object]]:
    stores = _stores(platform)
    writer = _writer(platform)
    yield {
        EmailRepository: stores.emails,
        PreferenceService: PreferenceService(
            preferences=stores.preferences, links=platform.links, clock=platform.clock
        ),
        InboxService: InboxService(
            entries=stores.entries, writer=writer, clock=platform.clock
        ),
        TaskService: _tasks(platform, stores),
        MailboxService: MailboxService(
            _mailbox(platform),
            is_allowed=platform.settings.allows("mailbox"),
        ),
        Deliverer: Deliverer(
            emails=stores.emails,
            preferences=stores.preferences,
            languages=stores.languages,
            cards=platform.cards,
            writer=writer,
            sender=SmtpSender(platform.settings.smtp),
            smtp=platform.settings.smtp,
            clock=platform.clock,
        ),
        NotificationRebuilds: NotificationRebuilds(
            platform, service=SERVICE, models=COPIES
        ),
        **_handlers(platform, stores),
        **_rights(platform),
    }


class NotificationJobs(DueWorker):
    """What falls due in this service, under a name of its own."""


def _rights(platform: Platform) -> dict[type, object]:
    """Build what erases people, and what ends in time."""
    retention = _retention(platform)
    return {
        NotificationPeople: NotificationPeople(
            platform, also=(MailboxForgetting(_mailbox(platform)).erase,)
        ),
        NotificationRetention: retention,
        NotificationJobs: NotificationJobs(
            platform.due(SERVICE), retention.jobs, clock=platform.clock
        ),
    }


def _retention(platform: Platform) -> NotificationRetention:
    inbox = platform.collection(SERVICE, "inbox")
    emails = platform.collection(SERVICE, "emails")
    return NotificationRetention(
        (
            AgedOut(inbox, kept=Kept.MESSAGE, title=Label(*INBOX), since="created_at"),
            AgedOut(
                emails,
                kept=Kept.MESSAGE,
                title=Label(*EMAILS),
                since="created_at",
                state={"$ne": "queued"},
            ),
        ),
        due=platform.due(SERVICE),
        board=RetentionBoard(platform.collection(IDENTITY, "retention")),
        clock=platform.clock,
    )


def _mailbox(platform: Platform) -> MailboxRepository:
    return MailboxRepository(platform.collection(SERVICE, "mailbox"))


def _handlers(platform: Platform, stores: _Stores) -> dict[type, object]:
    announcer = Announcer(
        advisors=stores.advisors,
        registrations=stores.registrations,
        webinars=stores.webinars,
        preferences=stores.preferences,
        emails=stores.emails,
        entries=stores.entries,
        clock=platform.clock,
    )
    return {
        RecipientHandlers: RecipientHandlers(
            advisors=stores.advisors, languages=stores.languages, announcer=announcer
        ),
        WebinarHandlers: WebinarHandlers(webinars=stores.webinars, announcer=announcer),
        RegistrationHandlers: RegistrationHandlers(
            registrations=stores.registrations, announcer=announcer
        ),
        VoteHandlers: VoteHandlers(announcer),
        CoverageHandlers: CoverageHandlers(
            structures=stores.structures, centres=stores.centres
        ),
        TaskHandlers: TaskHandlers(stores.waiting),
    }


def _stores(platform: Platform) -> _Stores:
    def copies(name: str) -> Collection:
        return platform.collection(SERVICE, name)

    return _Stores(
        advisors=AdvisorRepository(copies("advisors")),
        languages=LanguageRepository(copies("languages")),
        registrations=RegistrationRepository(copies("registrations")),
        webinars=WebinarRepository(copies("webinars")),
        structures=StructureRepository(copies("structures")),
        centres=CentreRepository(copies("centres")),
        waiting=WaitingRepository(copies("waiting")),
        preferences=PreferencesRepository(
            platform.aggregates(SERVICE, "preferences", Preferences, source=SERVICE)
        ),
        emails=EmailRepository(
            platform.aggregates(SERVICE, "emails", Email, source=SERVICE)
        ),
        entries=EntryRepository(
            platform.aggregates(
                SERVICE,
                "inbox",
                Entry,
                source=SERVICE,
                tells_in_bulk=EntryRepository.TELLS_IN_BULK,
            )
        ),
    )


def _tasks(platform: Platform, stores: _Stores) -> TaskService:
    def documents(name: str) -> Collection:
        return platform.collection(shared.DATABASE, name)

    return TaskService(
        waiting=stores.waiting,
        advisors=stores.advisors,
        shared=SharedDocuments(
            committees=documents(shared.Committee.COLLECTION),
            dossiers=documents(shared.Dossier.COLLECTION),
            ballots=documents(shared.NamedBallot.COLLECTION),
            participations=documents(shared.Participation.COLLECTION),
        ),
        coverage=CoverageService(
            advisors=stores.advisors,
            structures=stores.structures,
            centres=stores.centres,
        ),
        clock=platform.clock,
    )


def _writer(platform: Platform) -> Writer:
    name, email = parseaddr(platform.settings.smtp.sender)
    return Writer(
        pages=platform.pages,
        catalogues=platform.catalogues,
        links=platform.links,
        public_url=platform.settings.public_url,
        organizer=Address(email=email, name=name),
        clock=platform.clock,
    )
