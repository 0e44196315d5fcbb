"""The words of a change of address."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from services.registry.accounts.models import Email, GivenPassword


class Asked(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class EmailWanted(Asked):
    """The new address, asked for with the password."""

    email: Email
    password: GivenPassword


class ByToken(Asked):
    """The token of the link that the new address was sent."""

    token: Annotated[str, StringConstraints(min_length=1, max_length=1_000)]


class Waiting(BaseModel):
    """Answered whether the new address has an account or not."""

    model_config = ConfigDict(frozen=True)

    new_email: str
