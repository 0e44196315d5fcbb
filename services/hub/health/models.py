"""The state of the whole at one moment."""

from collections.abc import Mapping
from datetime import date, timedelta

from pydantic import AwareDatetime, BaseModel, ConfigDict

from services.hub.deadletters.models import DeadLetter


class ReaderHealth(BaseModel):
    """How far one group is; `None` when Kafka does not answer."""

    model_config = ConfigDict(frozen=True)

    group: str
    lag: int | None


class RefusedEvent(BaseModel):
    """An event that Kafka will never take, and the document that told it."""

    model_config = ConfigDict(frozen=True)

    outbox: str
    document_id: str
    event_id: str
    type: str


class ServiceHealth(BaseModel):
    """`relay_until` is when the lease of the service's relay ends, if there is one."""

    model_config = ConfigDict(frozen=True)

    name: str
    pending_count: int
    relay_until: AwareDatetime | None
    delayed_count: int
    refused_count: int = 0
    refused: tuple[RefusedEvent, ...] = ()


class ContractsHealth(BaseModel):
    """What one service promises: how many types, in which versions, how busy."""

    model_config = ConfigDict(frozen=True)

    service: str
    types_count: int
    versions: tuple[str, ...]
    changed_on: date | None
    rate_per_minute: float


class Health(BaseModel):
    model_config = ConfigDict(frozen=True)

    at: AwareDatetime
    services: tuple[ServiceHealth, ...]
    readers: tuple[ReaderHealth, ...]
    letters_count: int
    oldest_letter: DeadLetter | None
    are_letters_overdue: bool
    letters_wait_max: timedelta
    told_count: int
    rate_per_minute: float
    contracts: tuple[ContractsHealth, ...]
    versions: Mapping[str, str]
