"""Pure decisions about acting for another."""

from datetime import datetime, timedelta
from typing import Final

from kit.identity.acting import Acting
from kit.identity.callers import Caller
from kit.ids import new_id
from schemas.access import Role
from services.registry.accounts.models import Account

from .errors import NobodyToActFor, NotInTheirPlace
from .models import Asked, Impersonation

# Whoever helps gains no right by it.
NEVER_FOR: Final = frozenset({Role.NATIONAL_ADMIN, Role.OPERATOR})


def begun(by: Caller, account: Account, asked: Asked, *, at: datetime) -> Impersonation:
    """Begin one occasion.

    Raises:
        NobodyToActFor: the account is closed.
        NotInTheirPlace: it is one's own, or gives rights over the network.
    """
    if not account.is_active:
        raise NobodyToActFor
    if by.id is None or account.person_id == by.person:
        raise NotInTheirPlace
    if NEVER_FOR & {grant.role for grant in account.grants}:
        raise NotInTheirPlace
    return Impersonation(
        id=new_id(),
        actor_account_id=by.id,
        actor_person_id=by.person,
        role=Role.NATIONAL_ADMIN,
        account_id=account.id,
        person_id=account.person_id,
        reason=asked.reason,
        started_at=at,
        ends_at=at + timedelta(minutes=asked.minutes),
    )


def acting(begun: Impersonation, account: Account, *, name: str, place: str) -> Acting:
    return Acting(
        id=begun.id,
        role=begun.role,
        ends_at=begun.ends_at,
        account_id=account.id,
        person_id=account.person_id,
        name=name,
        place=place,
        language=account.language,
        grants=account.grants,
    )
