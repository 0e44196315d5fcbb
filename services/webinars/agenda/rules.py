"""Who sees which webinars: pure decisions."""

from uuid import UUID

from kit.identity.callers import Caller
from kit.scope import Everything, Held, Scope, covers
from schemas.access import Action

from .models import Listing

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


def counted(caller: Caller, held: Listing) -> frozenset[UUID]:
    """Return the webinars among these of which the caller reads who comes."""
    if not caller.may(Action.READ_ATTENDANCE):
        return frozenset()
    scope = caller.scope(Action.READ_ATTENDANCE)
    webinars = (one.webinar for one in held.shown)
    return frozenset(one.id for one in webinars if covers(scope, one.organisation_id))
