"""The words of the second factor."""

from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from schemas.base import Stored
from schemas.personal import Category, Kept, Personal, Purpose
from services.registry.accounts.models import GivenPassword

PROVES: Final = Personal(Category.DIGEST, Purpose.ENTER, Kept.PERSON)


class Factor(Stored):
    """`id` is the account's. The seed is sealed, recovery codes are hashed.

    A code counts for one half-minute: those up to `last_step` were used.
    """

    id: UUID
    seed: Annotated[str, PROVES]
    is_on: bool = False
    last_step: int = 0
    recovery: Annotated[tuple[str, ...], PROVES] = ()
    added_at: datetime | None = None


class Asked(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PasswordAgain(Asked):
    password: GivenPassword


class FirstCode(Asked):
    code: Annotated[
        str,
        StringConstraints(
            strip_whitespace=True, min_length=6, max_length=7, pattern=r"^\d{3} ?\d{3}$"
        ),
    ]


class State(BaseModel):
    """What the person is told of theirs."""

    is_on: bool
    is_required: bool
    added_at: datetime | None = None
    recovery_codes_left: int = 0


class Proposal(BaseModel):
    """A seed to be entered in an application, by its key or by its address."""

    key: str = Field(description="In base32, as applications take it by hand.")
    uri: str = Field(description="As `otpauth://`, what the QR code says.")


class RecoveryCodes(BaseModel):
    """Shown this once; each opens the account once, in place of a code."""

    recovery_codes: list[str]
