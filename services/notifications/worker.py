"""What the notifications hear and do: every group and every work is listed here."""

from collections.abc import Sequence
from typing import TypeVar, cast

from kit.people import PATIENCE
from kit.service import Handler, Hearing, Provided, Work
from schemas.events import on_topics
from schemas.readers import (
    NOTIFICATIONS_COVERAGE,
    NOTIFICATIONS_PEOPLE,
    NOTIFICATIONS_RECIPIENTS,
    NOTIFICATIONS_REGISTRATIONS,
    NOTIFICATIONS_TASKS,
    NOTIFICATIONS_VOTES,
    NOTIFICATIONS_WEBINARS,
    Group,
)

from .announcements.handlers import (
    RecipientHandlers,
    RegistrationHandlers,
    VoteHandlers,
    WebinarHandlers,
)
from .copies import NotificationRebuilds
from .coverage.handlers import CoverageHandlers
from .deliveries.service import Deliverer
from .holdings import NotificationPeople
from .tasks.handlers import TaskHandlers
from .wiring import NotificationJobs

H = TypeVar("H")


def hears(provided: Provided) -> Sequence[Hearing]:
    return (
        _hearing(NOTIFICATIONS_RECIPIENTS, _of(provided, RecipientHandlers).on_facts),
        _hearing(NOTIFICATIONS_WEBINARS, _of(provided, WebinarHandlers).on_facts),
        _hearing(
            NOTIFICATIONS_REGISTRATIONS,
            _of(provided, RegistrationHandlers).on_facts,
        ),
        _hearing(NOTIFICATIONS_VOTES, _of(provided, VoteHandlers).on_facts),
        _hearing(NOTIFICATIONS_COVERAGE, _of(provided, CoverageHandlers).on_facts),
        _hearing(NOTIFICATIONS_TASKS, _of(provided, TaskHandlers).on_facts),
        Hearing(
            NOTIFICATIONS_PEOPLE,
            contracts=on_topics(*NOTIFICATIONS_PEOPLE.topics),
            handler=_of(provided, NotificationPeople).on_facts,
            backoff=PATIENCE,
        ),
    )


def works(provided: Provided) -> Sequence[Work]:
    return (
        _of(provided, Deliverer).run,
        _of(provided, NotificationJobs).run,
        _of(provided, NotificationRebuilds).run,
    )


def _hearing(group: Group, handler: Handler) -> Hearing:
    return Hearing(group, contracts=on_topics(*group.topics), handler=handler)


def _of(provided: Provided, kind: type[H]) -> H:
    return cast("H", provided[kind])
