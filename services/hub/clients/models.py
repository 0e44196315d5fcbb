"""An access key's holder: a machine, what it may do, until when."""

from datetime import date
from typing import Annotated, Final, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from kit.aggregates import Aggregate
from kit.identity.rates import PER_MINUTE, PER_MINUTE_MAX
from kit.texts.typed import OnOneLine
from schemas.personal import Category, Kept, Personal, Purpose

CALLED: Final = Personal(Category.WORDS, Purpose.REPAIR, Kept.MACHINE)
ClientScope = Literal["events.read", "webhooks.manage"]
ClientState = Literal["active", "expired", "revoked"]
Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=3, max_length=80),
    OnOneLine,
]
OVERLAP_HOURS, OVERLAP_HOURS_MAX = 24, 7 * 24
PerMinute = Annotated[
    int,
    Field(ge=1, le=PER_MINUTE_MAX, description="Requests let in each minute."),
]


class FormerKey(BaseModel):
    """The key before this one, which works on until its holder has changed it."""

    model_config = ConfigDict(frozen=True)

    key_hash: str
    key_ending: str
    ends_at: AwareDatetime


class ApiClient(Aggregate):
    """`key_hash` finds the key among the shared identities; the key itself is gone."""

    name: Annotated[str, CALLED]
    scopes: tuple[ClientScope, ...]
    key_hash: str
    key_ending: str
    created_at: AwareDatetime
    created_by: UUID | None
    expires_at: AwareDatetime | None = None
    revoked_at: AwareDatetime | None = None
    requests_per_minute: int = PER_MINUTE
    former: FormerKey | None = None

    def former_at(self, now: AwareDatetime) -> FormerKey | None:
        """Return the key before this one, while it works."""
        works = self.former is not None and self.former.ends_at > now
        return self.former if works and self.revoked_at is None else None

    def state(self, now: AwareDatetime) -> ClientState:
        if self.revoked_at is not None:
            return "revoked"
        is_over = self.expires_at is not None and self.expires_at <= now
        return "expired" if is_over else "active"


class NewClient(BaseModel):
    """A key asked for; without `expires_on` it holds until it is revoked."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Name = Field(description="Who will use it, as people know it.")
    scopes: Annotated[tuple[ClientScope, ...], Field(min_length=1, max_length=2)]
    expires_on: date | None = Field(default=None, description="Its first day without.")
    requests_per_minute: PerMinute = PER_MINUTE


class NewKey(BaseModel):
    """A key to follow the one in use, which works on for the overlap."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    overlap_hours: int = Field(
        default=OVERLAP_HOURS,
        ge=0,
        le=OVERLAP_HOURS_MAX,
        description="How long the key in use works on; 0 ends it at once.",
    )
    expires_on: date | None = Field(
        default=None, description="Its first day without; as before when absent."
    )


class RateChange(BaseModel):
    """Another number of requests each minute, from the next minute on at the latest."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    requests_per_minute: PerMinute


class RateForm(RateChange):
    """The same, from a page: with the version that it showed."""

    version: int = Field(ge=1, le=2**31 - 1)


class FormerKeyView(BaseModel):
    key_ending: str
    ends_at: AwareDatetime
    last_used_at: AwareDatetime | None


class ClientView(BaseModel):
    id: UUID
    name: str
    scopes: tuple[ClientScope, ...]
    key_ending: str = Field(description="The last four signs of the key.")
    state: ClientState
    created_at: AwareDatetime
    expires_at: AwareDatetime | None
    revoked_at: AwareDatetime | None
    last_used_at: AwareDatetime | None = Field(description="To the minute.")
    requests_per_minute: int
    former_key: FormerKeyView | None = Field(
        description="The key before this one, while it works."
    )
    version: int


class CreatedClientView(ClientView):
    key: str = Field(description="Shown this once; send it as a Bearer token.")
