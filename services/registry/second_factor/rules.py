"""Which codes are right, and what is used up by one."""

import base64
import hashlib
import hmac
from collections.abc import Callable, Container
from datetime import datetime
from typing import Any, Final, TypeVar

import segno
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from kit.errors import ServiceError
from kit.identity.callers import Caller
from kit.ids import new_id
from services.registry.accounts.models import Account, Refused
from services.registry.recovery.models import Purpose

from .errors import FactorAbsent, FactorPresent, NothingToTakeAway, NotOneself
from .models import Factor, Removal, RemovalView, State

T = TypeVar("T")

SEED_BYTES: Final = 20
DIGITS: Final = 6
STEP_SECONDS: Final = 30
# The application's clock and ours may differ by one step either way.
DRIFT: Final = (0, -1, 1)
RECOVERY_CODES: Final = 10
RECOVERY_BYTES: Final = 15
GROUP: Final = 4
ISSUER: Final = "Maillage"
QR_SCALE: Final = 5


def key_of(seed: bytes) -> str:
    """Write a seed as applications take it by hand."""
    return base64.b32encode(seed).decode()


def uri_of(key: str, account_name: str) -> str:
    return _totp(key).get_provisioning_uri(account_name, ISSUER)


def drawn(uri: str) -> str:
    """Draw the QR code as SVG, dark on light whatever the page's colours."""
    drawing: str = segno.make(uri, error="m").svg_inline(
        scale=QR_SCALE, dark="#000", light="#fff"
    )
    return drawing


def step_of(key: str, code: str, *, at: datetime, after: int) -> int | None:
    """Return the half-minute whose code this is, unless it was used already.

    Every one is compared, right or not: the time taken tells nothing.
    """
    given, now = code.replace(" ", "").encode(), int(at.timestamp()) // STEP_SECONDS
    totp = _totp(key)
    right = [
        now + drift
        for drift in DRIFT
        if hmac.compare_digest(totp.generate((now + drift) * STEP_SECONDS), given)
    ]
    return next((step for step in right if step > after), None)


def shown(raw: bytes) -> str:
    """Write a recovery code in groups, in letters that are hard to mistake."""
    return "-".join(_groups(base64.b32encode(raw).decode().lower()))


def grouped(key: str) -> str:
    """Write a key so that it can be copied by hand."""
    return " ".join(_groups(key))


def hashed(recovery_code: str) -> str:
    """Hash 120 random bits, however the person typed the groups."""
    plain = "".join(one for one in recovery_code.lower() if one.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()


def used(
    factor: Factor, code: str, *, key: Callable[[], str], at: datetime
) -> Factor | None:
    """Return the factor without what this code opens; None when it opens nothing."""
    recovery = hashed(code)
    if recovery in factor.recovery:
        left = tuple(one for one in factor.recovery if one != recovery)
        return factor.model_copy(update={"recovery": left})
    step = step_of(key(), code, at=at, after=factor.last_step)
    return None if step is None else factor.model_copy(update={"last_step": step})


def check_absent(factor: Factor | None) -> None:
    """Refuse a second second factor.

    Raises:
        FactorPresent: there is one.
    """
    if factor is not None and factor.is_on:
        raise FactorPresent


def present(factor: Factor | None) -> Factor:
    """Return the one that is on.

    Raises:
        FactorAbsent: there is none.
    """
    if factor is None or not factor.is_on:
        raise FactorAbsent
    return factor


def takeable(factor: Factor | None, account: Account, *, by: Caller) -> Factor:
    """Return what an administrator may take away from this account.

    Raises:
        NotOneself: it is the administrator's own.
        NothingToTakeAway: there is none.
    """
    if account.person_id == by.person:
        raise NotOneself
    if factor is None or not factor.is_on:
        raise NothingToTakeAway
    return factor


def way_in(account: Account) -> tuple[str, dict[str, Any]]:
    """Return what a link to choose a password is signed for, and what it says."""
    told = {"account": str(account.id), "n": account.credential_number}
    return Purpose.PASSWORD, told


def removal(
    account: Account, *, by: Caller | None, reason: str, at: datetime
) -> Removal:
    return Removal(
        id=new_id(),
        account_id=account.id,
        person_id=account.person_id,
        actor_person_id=None if by is None else by.person,
        reason=reason,
        removed_at=at,
    )


def is_required(account: Account, strong_roles: Container[str]) -> bool:
    return any(grant.role in strong_roles for grant in account.grants)


def state(
    factor: Factor | None, *, is_required: bool, last: Removal | None = None
) -> State:
    """Tell what there is; `last` is the last removal by the administration."""
    if factor is None or not factor.is_on:
        told = None if last is None else RemovalView.of(last)
        return State(is_on=False, is_required=is_required, removal=told)
    return State(
        is_on=True,
        is_required=is_required,
        added_at=factor.added_at,
        recovery_codes_left=len(factor.recovery),
    )


def passed(outcome: T | Refused, *, refusal: type[ServiceError]) -> T:
    """Return what came of it, for machines.

    Raises:
        refusal: the password or the code was wrong.
    """
    if isinstance(outcome, Refused):
        raise refusal
    return outcome


def _groups(text: str) -> list[str]:
    return [text[at : at + GROUP] for at in range(0, len(text), GROUP)]


def _totp(key: str) -> TOTP:
    return TOTP(base64.b32decode(key), DIGITS, SHA1(), STEP_SECONDS)  # noqa: S303 - what applications speak (RFC 6238)
