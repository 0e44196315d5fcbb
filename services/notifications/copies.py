"""What the notifications copy of others, and how the journal can rebuild it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Protocol

from kit.messaging.envelope import Told
from kit.mongo import Collection
from kit.rebuilds import ReadModel, RebuildWorker
from schemas.events import on_topics
from schemas.readers import READ_MODELS

from .coverage.handlers import CoverageHandlers
from .coverage.repository import CentreRepository, StructureRepository
from .recipients.handlers import RecipientCopies, RegistrationCopies, WebinarCopies
from .recipients.repository import (
    AdvisorRepository,
    LanguageRepository,
    RegistrationRepository,
    WebinarRepository,
)
from .tasks.handlers import TaskHandlers
from .tasks.repository import WaitingRepository


class _Copying(Protocol):
    async def on_facts(self, batch: Sequence[Told[Any]]) -> None: ...


Copying = Callable[[Mapping[str, Collection]], _Copying]


def _recipients(kept: Mapping[str, Collection]) -> RecipientCopies:
    return RecipientCopies(
        advisors=AdvisorRepository(kept["advisors"]),
        languages=LanguageRepository(kept["languages"]),
    )


def _webinars(kept: Mapping[str, Collection]) -> WebinarCopies:
    return WebinarCopies(WebinarRepository(kept["webinars"]))


def _registrations(kept: Mapping[str, Collection]) -> RegistrationCopies:
    return RegistrationCopies(RegistrationRepository(kept["registrations"]))


def _coverage(kept: Mapping[str, Collection]) -> CoverageHandlers:
    return CoverageHandlers(
        structures=StructureRepository(kept["structures"]),
        centres=CentreRepository(kept["centres"]),
    )


def _tasks(kept: Mapping[str, Collection]) -> TaskHandlers:
    return TaskHandlers(WaitingRepository(kept["waiting"]))


COPYING: Final[Mapping[str, Copying]] = {
    "notifications.recipients": _recipients,
    "notifications.webinars": _webinars,
    "notifications.registrations": _registrations,
    "notifications.coverage": _coverage,
    "notifications.tasks": _tasks,
}


def _read_model(name: str, copying: Copying) -> ReadModel:
    (promise,) = (one for one in READ_MODELS if one.name == name)
    return ReadModel(
        promise=promise,
        contracts=on_topics(*promise.group.topics),
        handler=lambda kept: copying(kept).on_facts,
    )


COPIES = tuple(_read_model(name, copying) for name, copying in COPYING.items())


class NotificationRebuilds(RebuildWorker):
    """The notifications' own rebuilds, under a name of their own."""
