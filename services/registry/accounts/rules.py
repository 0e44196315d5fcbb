"""What binds a role to what it reaches, and how many tries a sign-in has."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from kit.identity.callers import Grant
from kit.texts.dates import PARIS
from schemas.access import Role
from schemas.reference import REGIONS

from .errors import HolderMissing, ReachNotWanted, RegionMissing, TermBackwards
from .models import Account, NewGrant

# At most 100 tries an hour at one account, whoever makes them and from wherever: in any
# hour fall at most 5 of the first windows and 2 of the last, so 50 and 40.
WINDOW: Final = timedelta(minutes=15)
TRIES_PER_EMAIL: Final = 10
TRIES_PER_ADDRESS: Final = 100
HOUR: Final = timedelta(hours=1)
TRIES_PER_DEVICE: Final = 10
TRIES_OF_KNOWN_DEVICES: Final = 20
TRIES_PER_CODE: Final = 5

# What each role may name, and of that exactly one; a member sits for nobody, too.
NAMES: Final[Mapping[Role, tuple[str, ...]]] = {
    Role.REGIONAL_REFERENT: ("region",),
    Role.CENTRE_MANAGER: ("holder_id", "structure_id"),
    Role.PARTNER: ("holder_id",),
    Role.MEMBER: ("holder_id",),
}
FREE: Final = frozenset({Role.MEMBER})


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


def of_codes(account_id: UUID) -> tuple[Budget, ...]:
    """Count the tries at the code of who has the password."""
    return (Budget(f"code:{account_id}", TRIES_PER_CODE, WINDOW),)


def of_address(address: str) -> Budget:
    return Budget(f"address:{address}", TRIES_PER_ADDRESS, WINDOW)


def grant_of(wanted: NewGrant) -> Grant:
    """Bind a role to what it reaches: without that, it would reach every record.

    Raises:
        HolderMissing, RegionMissing: the role is held for one.
        ReachNotWanted: the role is not bound to what is named.
        TermBackwards: the last day is before the first.
    """
    told = {
        name: value
        for name in ("holder_id", "region", "structure_id")
        if (value := getattr(wanted, name)) is not None
    }
    wants = NAMES.get(Role(wanted.role), ())
    for name in told:
        if name not in wants or (len(told) > 1 and name != wants[0]):
            raise ReachNotWanted(name, role=wanted.role)
    if wants and not told and wanted.role not in FREE:
        missing = RegionMissing if wants == ("region",) else HolderMissing
        raise missing(role=wanted.role)
    if wanted.region is not None and wanted.region not in REGIONS:
        raise RegionMissing(role=wanted.role)
    starts_at, ends_at = _term(wanted.starts_on, wanted.ends_on)
    return Grant(wanted.role, **told, starts_at=starts_at, ends_at=ends_at)


def with_password(account: Account, hashed: str) -> Account:
    """Change the password; every link that was mailed before is dead."""
    return account.model_copy(
        update={
            "password_hash": hashed,
            "credential_number": account.credential_number + 1,
        }
    )


def with_grant(account: Account, grant: Grant) -> Account:
    """Give it; who has it for the same reach already gets its new term."""
    given = {one.named: one for one in (*account.grants, grant)}
    return account.model_copy(update={"grants": tuple(given.values())})


def reopened(account: Account) -> Account:
    return account.model_copy(update={"is_active": True})


def _term(first: date | None, last: date | None) -> tuple[datetime | None, ...]:
    if first is not None and last is not None and last < first:
        raise TermBackwards
    return (
        None if first is None else _midnight(first),
        None if last is None else _midnight(last + timedelta(days=1)),
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, PARIS).astimezone(UTC)
