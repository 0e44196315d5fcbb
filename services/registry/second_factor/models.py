"""The words of the second factor."""

from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
)

from kit.texts import Language
from schemas.base import Stored
from schemas.personal import Category, Kept, Personal, Purpose
from services.registry.accounts.models import Email, GivenPassword, Held, Reason

PROVES: Final = Personal(Category.DIGEST, Purpose.ENTER, Kept.PERSON)
WORDS: Final = Personal(Category.WORDS, Purpose.ENTER, Kept.PERSON)


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


class Removal(BaseModel):
    """That a lost one was taken away, and why: kept for the person.

    By an administrator, or by whoever runs the machine: then nobody is named.
    """

    model_config = ConfigDict(frozen=True)

    id: UUID
    account_id: UUID
    person_id: UUID
    actor_person_id: UUID | None = None
    reason: Annotated[str, WORDS]
    removed_at: AwareDatetime


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


class RemovalAsked(Asked):
    reason: Reason


class Lost(Asked):
    """Whose account it is, and why they are let in again; they read the reason."""

    email: Email
    reason: Reason


class Readmission(BaseModel):
    """`token` is that of a link to choose a password."""

    token: str
    was_protected: bool


class RemovalView(BaseModel):
    reason: str
    removed_at: AwareDatetime

    @classmethod
    def of(cls, removal: Removal) -> "RemovalView":
        return cls(reason=removal.reason, removed_at=removal.removed_at)


class State(BaseModel):
    """What is told of a person's, but for what it is made of."""

    is_on: bool
    is_required: bool
    added_at: datetime | None = None
    recovery_codes_left: int = 0
    removal: RemovalView | None = Field(
        default=None,
        description="When the administration took away the last one, and why; "
        "told until another is in place.",
    )


class Holder(BaseModel):
    """A person's account as the administration sees it."""

    model_config = ConfigDict(frozen=True)

    person_id: UUID
    name: str
    email: str
    language: Language
    is_active: bool
    held: tuple[Held, ...]
    state: State
    removals: tuple[Removal, ...]
    session_count: int


class Proposal(BaseModel):
    """A seed to be entered in an application, by its key or by its address."""

    key: str = Field(description="In base32, as applications take it by hand.")
    uri: str = Field(description="As `otpauth://`, what the QR code says.")


class RecoveryCodes(BaseModel):
    """Shown this once; each opens the account once, in place of a code."""

    recovery_codes: list[str]
