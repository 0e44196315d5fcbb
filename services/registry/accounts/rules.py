"""Which roles are held for whom, and how many tries a sign-in has."""

from datetime import timedelta
from typing import Final

from kit.identity.callers import Grant
from schemas.access import Role

from .errors import HolderMissing, HolderNotWanted
from .models import Account, NewGrant

WINDOW: Final = timedelta(minutes=15)
TRIES_PER_EMAIL: Final = 10
TRIES_PER_ADDRESS: Final = 100

HELD: Final = frozenset({Role.CENTRE_MANAGER, Role.REGIONAL_REFERENT, Role.PARTNER})
NATIONAL: Final = frozenset({Role.NATIONAL_ADMIN, Role.OPERATOR})


def grant_of(wanted: NewGrant) -> Grant:
    """Bind a role to its holder: without one, a role reaches every record.

    Raises:
        HolderMissing: the role is held for a centre or an organisation.
        HolderNotWanted: the role is the nation's.
    """
    if wanted.role in HELD and wanted.holder_id is None:
        raise HolderMissing(role=wanted.role)
    if wanted.role in NATIONAL and wanted.holder_id is not None:
        raise HolderNotWanted(role=wanted.role)
    return Grant(wanted.role, wanted.holder_id)


def with_password(account: Account, hashed: str) -> Account:
    """Change the password; every link that was mailed before is dead."""
    return account.model_copy(
        update={
            "password_hash": hashed,
            "credential_number": account.credential_number + 1,
        }
    )


def with_grant(account: Account, grant: Grant) -> Account:
    grants = tuple(dict.fromkeys((*account.grants, grant)))
    return account.model_copy(update={"grants": grants})
