"""Who sees which webinars: pure decisions."""

from kit.identity.callers import Caller
from kit.scope import Everything, Held, Scope
from schemas.access import Action

NOBODY = Held(frozenset())


def sight(caller: Caller) -> Scope:
    """Return whose webinars the caller sees in every state; the public, nobody's."""
    if caller.may(Action.READ_ALL_WEBINARS):
        return Everything("committees and the administration follow every webinar")
    if caller.may(Action.PROPOSE_WEBINARS):
        return caller.scope(Action.PROPOSE_WEBINARS)
    return NOBODY


def reach(caller: Caller) -> Scope:
    """Return whose webinars the caller dates, publishes and cancels."""
    if caller.may(Action.SCHEDULE_WEBINARS):
        return caller.scope(Action.SCHEDULE_WEBINARS)
    return NOBODY
