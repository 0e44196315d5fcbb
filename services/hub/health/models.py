"""The state of the whole at one moment."""

from collections.abc import Mapping

from pydantic import AwareDatetime, BaseModel, ConfigDict

from services.hub.deadletters.models import DeadLetter


class ReaderHealth(BaseModel):
    """How far one group is; `None` when Kafka does not answer."""

    model_config = ConfigDict(frozen=True)

    group: str
    lag: int | None


class ServiceHealth(BaseModel):
    """`relay_until` is when the lease of the service's relay ends, if there is one."""

    model_config = ConfigDict(frozen=True)

    name: str
    pending_count: int
    relay_until: AwareDatetime | None
    delayed_count: int


class Health(BaseModel):
    model_config = ConfigDict(frozen=True)

    at: AwareDatetime
    services: tuple[ServiceHealth, ...]
    readers: tuple[ReaderHealth, ...]
    letters_count: int
    oldest_letter: DeadLetter | None
    told_count: int
    versions: Mapping[str, str]
