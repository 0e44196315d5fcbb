"""The words of recovery."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from kit.identity.cards import Card
from services.registry.accounts.models import Account, Email, NewPassword


class Purpose(StrEnum):
    """What a link was signed for: a new password, or the first one of an account."""

    PASSWORD = "password"  # noqa: S105 - names a purpose
    ACTIVATION = "activation"


class Asked(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LinkWanted(Asked):
    """Whose password is forgotten; the answer is the same whoever it is."""

    email: Email


class PasswordChosen(Asked):
    password: NewPassword


class PasswordByToken(PasswordChosen):
    """The token of the e-mail's link, and the password chosen."""

    token: Annotated[str, StringConstraints(min_length=1, max_length=1_000)]
    purpose: Purpose = Purpose.PASSWORD


@dataclass(frozen=True, slots=True)
class WayIn:
    """What a link opens, once it was found good."""

    account: Account
    card: Card
