"""What an effect was caused by: the event that was told, carried on to the next."""

from contextlib import AbstractContextManager
from typing import TypeVar

from kit.context import Cause, caused_by
from schemas.base import Event

from .envelope import Told

E = TypeVar("E", bound=Event)


def because(told: Told[E]) -> AbstractContextManager[None]:
    """Run a block whose events are caused by this one."""
    return caused_by(
        Cause(
            correlation_id=told.correlation_id,
            causation_id=str(told.id),
            actor=told.actor,
            tenant_id=told.tenant_id,
        )
    )
