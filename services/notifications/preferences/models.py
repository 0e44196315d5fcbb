"""What a person has chosen, what may be chosen, and how it is asked and shown."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from kit.aggregates import Aggregate
from services.notifications.templates.models import Channel, Family

Code = Annotated[
    Literal[
        "webinars.email",
        "webinars.inbox",
        "committees.email",
        "committees.inbox",
        "registrations.email",
        "registrations.inbox",
        "account.email",
        "account.inbox",
    ],
    Field(description="A family and a channel."),
]


class Preferences(Aggregate):
    """The id is the person's; `muted` holds what they refused, as `family.channel`."""

    muted: tuple[str, ...] = ()


class NewPreferences(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    muted: list[Code] = Field(default=[], max_length=8)


class PreferencesForm(BaseModel):
    """The page says what is wanted, the boxes that stay ticked."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: int = Field(ge=0, le=2**31 - 1)
    wanted: list[Code] = Field(default=[], max_length=8)


class Choice(BaseModel):
    family: Family
    channel: Channel
    is_mandatory: bool
    is_wanted: bool


class PreferencesView(BaseModel):
    """Version 0: nothing was ever chosen, the defaults hold."""

    person_id: UUID
    version: int
    muted: list[str]
    choices: list[Choice]
