"""What the notifications hear and do: every group and every work is listed here."""

from collections.abc import Sequence
from typing import TypeVar, cast

from kit.service import Handler, Hearing, Provided, Work
from schemas.events import on_topics
from schemas.readers import (
    NOTIFICATIONS_COVERAGE,
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
from .tasks.handlers import TaskHandlers

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
    )


def works(provided: Provided) -> Sequence[Work]:
    return (_of(provided, Deliverer).run, _of(provided, NotificationRebuilds).run)


def _hearing(group: Group, handler: Handler) -> Hearing:
    return Hearing(group, contracts=on_topics(*group.topics), handler=handler)


def _of(provided: Provided, kind: type[H]) -> H:
    return cast("H", provided[kind])
