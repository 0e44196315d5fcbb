"""A subscription, and each delivery that it is owed."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
)

from kit.aggregates import Aggregate
from kit.texts import N_
from kit.texts.validation import expected
from schemas.events import BY_TYPE
from schemas.reference.regions import REGIONS

WebhookState = Literal["enabled", "disabled"]
StoppedBy = Literal["operator", "gone", "failures"]
DeliveryState = Literal["waiting", "delivered", "failed", "dropped"]


def _is_known_type(told: str) -> str:
    if told not in BY_TYPE:
        raise expected(N_("Un type du catalogue des événements."))
    return told


def _is_region(told: str) -> str:
    if told not in REGIONS:
        raise expected(N_("Un code de région de l’Insee."))
    return told


TypeName = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=120),
    AfterValidator(_is_known_type),
]
RegionCode = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=3),
    AfterValidator(_is_region),
]
Url = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=8, max_length=500)
]


class Webhook(Aggregate):
    """`secret` is sealed. For a day after `rotated_at` the former one signs as well.

    One that was made before secrets were kept has none until `migrate` seals it: then
    `secret_number` names it, drawn from the installation's own.
    """

    url: str
    types: tuple[str, ...]
    regions: tuple[str, ...]
    state: WebhookState = "enabled"
    stopped_by: StoppedBy | None = None
    secret: str | None = None
    former_secret: str | None = None
    secret_number: int = 1
    rotated_at: AwareDatetime | None = None
    created_at: AwareDatetime
    created_by: UUID | None
    client_id: UUID | None = None


class NewWebhook(BaseModel):
    """A subscription asked for; no `regions` is all of them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: Url = Field(description="Where to send, https only.")
    types: Annotated[tuple[TypeName, ...], Field(min_length=1, max_length=100)]
    regions: Annotated[tuple[RegionCode, ...], Field(max_length=30)] = ()


class WebhookView(BaseModel):
    id: UUID
    url: str
    types: tuple[str, ...]
    regions: tuple[str, ...]
    state: WebhookState
    stopped_by: StoppedBy | None
    created_at: AwareDatetime
    rotated_at: AwareDatetime | None


class SecretView(BaseModel):
    secret: str = Field(description="Shown this once; it verifies each signature.")


class CreatedWebhookView(WebhookView, SecretView):
    pass


class Attempt(BaseModel):
    """One try: the answer's status, or why there was none."""

    model_config = ConfigDict(frozen=True)

    at: AwareDatetime
    status: int | None = None
    error: str = ""
    milliseconds: int = 0


class Delivery(BaseModel):
    """One event for one subscriber. `body` is sent as it stands at each try."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    webhook_id: UUID
    event_id: UUID
    type: str
    subject: str
    body: str
    state: DeliveryState = "waiting"
    attempts: int = 0
    due_at: AwareDatetime
    created_at: AwareDatetime
    token: int = 0
    history: tuple[Attempt, ...] = ()
    done_at: AwareDatetime | None = None


class DeliveryView(BaseModel):
    id: UUID
    event_id: UUID
    type: str
    subject: str
    state: DeliveryState
    attempts: int
    due_at: AwareDatetime | None
    created_at: AwareDatetime
    history: tuple[Attempt, ...]
