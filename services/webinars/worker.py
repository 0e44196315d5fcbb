"""What the webinars hear, and what falls due."""

from collections.abc import Sequence
from typing import TypeVar, cast

from kit.people import PATIENCE
from kit.service import Handler, Hearing, Provided, Work
from schemas.events import on_topics
from schemas.readers import (
    WEBINARS_ADVISORS,
    WEBINARS_DECISIONS,
    WEBINARS_PARTNERS,
    WEBINARS_PEOPLE,
    Group,
)

from .copies import WebinarRebuilds
from .holdings import WebinarPeople
from .partners.handlers import PartnerHandlers
from .people.handlers import AdvisorHandlers
from .proposals.handlers import DecisionHandlers
from .wiring import WebinarJobs

T = TypeVar("T")


def hears(provided: Provided) -> Sequence[Hearing]:
    return (
        _hearing(WEBINARS_PARTNERS, _the(PartnerHandlers, provided).on_facts),
        _hearing(WEBINARS_ADVISORS, _the(AdvisorHandlers, provided).on_facts),
        Hearing(
            WEBINARS_PEOPLE,
            contracts=on_topics(*WEBINARS_PEOPLE.topics),
            handler=_the(WebinarPeople, provided).on_facts,
            backoff=PATIENCE,
        ),
        _hearing(WEBINARS_DECISIONS, _the(DecisionHandlers, provided).on_facts),
    )


def works(provided: Provided) -> Sequence[Work]:
    return (_the(WebinarJobs, provided).run, _the(WebinarRebuilds, provided).run)


def _hearing(group: Group, handler: Handler) -> Hearing:
    return Hearing(group, contracts=on_topics(*group.topics), handler=handler)


def _the(kind: type[T], provided: Provided) -> T:
    return cast("T", provided[kind])
