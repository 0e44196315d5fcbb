"""What an effect was caused by: the event that was told, carried on to the next."""

from typing import TypeVar

from kit.context import Cause, caused_by
from schemas.base import Event

from .envelope import Told

E = TypeVar("E", bound=Event)


def because(told: Told[E]) -> caused_by:
    """Run a block whose events are caused by this one."""
    return caused_by(
        Cause(told.correlation_id, str(told.id), told.actor, told.tenant_id)
    )
