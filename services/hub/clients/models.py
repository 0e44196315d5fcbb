"""An access key's holder: a machine, what it may do, until when."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from kit.aggregates import Aggregate
from kit.texts.typed import OnOneLine

ClientScope = Literal["events.read", "webhooks.manage"]
ClientState = Literal["active", "expired", "revoked"]
Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=3, max_length=80),
    OnOneLine,
]


class ApiClient(Aggregate):
    """`key_hash` finds the key among the shared identities; the key itself is gone."""

    name: str
    scopes: tuple[ClientScope, ...]
    key_hash: str
    key_ending: str
    created_at: AwareDatetime
    created_by: UUID | None
    expires_at: AwareDatetime | None = None
    revoked_at: AwareDatetime | None = None

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


class CreatedClientView(ClientView):
    key: str = Field(description="Shown this once; send it as a Bearer token.")
