"""An account: a person's way in. Its name and phone are on the person's card."""

from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Annotated, Final
from uuid import UUID

from pydantic import (
    BaseModel,
    ConfigDict,
    StringConstraints,
)

from kit.aggregates import Aggregate
from kit.identity.callers import Grant
from kit.identity.cards import Card
from kit.texts import Language
from schemas.personal import Category, Kept, Personal, Purpose

from .typed import Code, Email, GivenPassword, GivenRole, Line, NewPassword, Phone

SIGNS_IN: Final = Personal(Category.EMAIL, Purpose.ENTER, Kept.PERSON)
PROVES: Final = Personal(Category.DIGEST, Purpose.ENTER, Kept.PERSON)


class Account(Aggregate):
    """Without a password hash, nobody can sign in yet.

    `credential_number` counts the changes of the way in: a mailed link names the one
    that it was asked at, and dies with the next. `new_email` waits to be confirmed;
    `email_number` counts how often one was asked for.
    """

    person_id: UUID
    email: Annotated[str, SIGNS_IN]
    password_hash: Annotated[str | None, PROVES] = None
    language: Language = "fr"
    grants: tuple[Grant, ...] = ()
    is_active: bool = True
    credential_number: int = 0
    new_email: Annotated[str | None, SIGNS_IN] = None
    email_number: int = 0


class Asked(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class NewGrant(Asked):
    """A role, what it reaches, and its first and last day, in Paris.

    `holder_id` is the centre or the organisation it is held for.
    """

    role: GivenRole
    holder_id: UUID | None = None
    region: Annotated[str, StringConstraints(max_length=3)] | None = None
    structure_id: UUID | None = None
    starts_on: date | None = None
    ends_on: date | None = None


class NewPerson(NewGrant):
    """Someone let in by the national administration."""

    first_name: Line
    last_name: Line
    email: Email
    phone: Phone | None = None
    language: Language = "fr"
    password: NewPassword | None = None


class Credentials(Asked):
    email: Annotated[
        str, StringConstraints(strip_whitespace=True, to_lower=True, max_length=254)
    ]
    password: GivenPassword


class MachineCredentials(Credentials):
    """`code` when the account has a second factor: of the moment, or of recovery."""

    code: Code | None = None


class CodeForm(Asked):
    """The second page of signing in."""

    code: Code
    next: Annotated[str, StringConstraints(max_length=2_000)] = "/aujourdhui"


class SignInForm(Credentials):
    """`next` is where the person was going."""

    next: Annotated[str, StringConstraints(max_length=2_000)] = "/aujourdhui"


class LanguageChange(Asked):
    language: Language


class PasswordChange(Asked):
    current: GivenPassword
    new: NewPassword


class SignedIn(BaseModel):
    """The right password: `token` opens the session, and is told this once.

    `device` is signed, and makes the browser one that was here before. `lacks_factor`
    says that a role sleeps until a second factor is added.
    """

    model_config = ConfigDict(frozen=True)

    token: str
    device: str
    lacks_factor: bool = False


class CodeAsked(BaseModel):
    """The right password, of an account that has a second factor.

    `step` is signed: with it and a code, signing in goes on.
    """

    model_config = ConfigDict(frozen=True)

    step: str


class Refused(BaseModel):
    """The address or the password is wrong; nobody learns which."""

    model_config = ConfigDict(frozen=True)


class Held(BaseModel):
    """A role as its holder reads it; `place` names what it reaches."""

    model_config = ConfigDict(frozen=True)

    role: str
    holder_id: UUID | None
    place: str
    region: str | None = None
    structure_id: UUID | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None

    @classmethod
    def of(cls, grant: Grant, *, place: str) -> "Held":
        return cls(place=place, **asdict(grant))

    @property
    def last_day(self) -> datetime | None:
        """An instant of the last day that it is held."""
        return None if self.ends_at is None else self.ends_at - timedelta(seconds=1)


class OwnAccount(BaseModel):
    """What a person sees of their own account."""

    model_config = ConfigDict(frozen=True)

    account: Account
    card: Card
    held: tuple[Held, ...]


class OpenedView(BaseModel):
    person_id: UUID
    account_id: UUID

    @classmethod
    def of(cls, account: Account) -> "OpenedView":
        return cls(person_id=account.person_id, account_id=account.id)


class SessionView(BaseModel):
    """Send it back as `Authorization: Bearer`.

    It ends after three hours without a request, and after twelve at the latest.
    """

    token: str


class AccountView(BaseModel):
    account_id: UUID
    person_id: UUID
    first_name: str
    last_name: str
    email: str
    language: Language
    grants: list[Held]

    @classmethod
    def of(cls, own: OwnAccount) -> "AccountView":
        return cls(
            account_id=own.account.id,
            person_id=own.account.person_id,
            first_name=own.card.first_name,
            last_name=own.card.last_name,
            email=own.account.email,
            language=own.account.language,
            grants=list(own.held),
        )
