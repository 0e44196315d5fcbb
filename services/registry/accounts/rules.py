"""Which roles are held for whom, and how many tries a sign-in has."""

from datetime import timedelta
from typing import Final, NamedTuple
from uuid import UUID

from kit.identity.callers import Grant
from schemas.access import Role

from .errors import HolderMissing, HolderNotWanted
from .models import Account, NewGrant

# At most 100 tries an hour at one account, whoever makes them and from wherever: in any
# hour fall at most 5 of the first windows and 2 of the last, so 50 and 40.
WINDOW: Final = timedelta(minutes=15)
TRIES_PER_EMAIL: Final = 10
TRIES_PER_ADDRESS: Final = 100
HOUR: Final = timedelta(hours=1)
TRIES_PER_DEVICE: Final = 10
TRIES_OF_KNOWN_DEVICES: Final = 20

HELD: Final = frozenset({Role.CENTRE_MANAGER, Role.REGIONAL_REFERENT, Role.PARTNER})
NATIONAL: Final = frozenset({Role.NATIONAL_ADMIN, Role.OPERATOR})


class Budget(NamedTuple):
    """So many tries under a key in a window; the key is stored hashed."""

    key: str
    limit: int
    window: timedelta


def of_strangers(email: str) -> tuple[Budget, ...]:
    """Count the tries of everybody who was never let in to this account."""
    return (Budget(f"email:{email}", TRIES_PER_EMAIL, WINDOW),)


def of_known(account_id: UUID, device_id: UUID | None) -> tuple[Budget, ...]:
    """Count the tries of who was let in before: no stranger can spend them."""
    of_all = Budget(f"known:{account_id}", TRIES_OF_KNOWN_DEVICES, HOUR)
    if device_id is None:
        return (of_all,)
    return (Budget(f"device:{device_id}", TRIES_PER_DEVICE, HOUR), of_all)


def of_address(address: str) -> Budget:
    return Budget(f"address:{address}", TRIES_PER_ADDRESS, WINDOW)


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


def reopened(account: Account) -> Account:
    return account.model_copy(update={"is_active": True})
