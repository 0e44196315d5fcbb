"""Who runs under the supervisor, and how one of them ended."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from .faults import Fault, Hit


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A role of a service (`services.webinars.roles:WEBINARS`), in its own process."""

    name: str
    service: str
    role: str
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Death:
    """A process that ended before it was asked to; `hit` is the fault it died of."""

    member: str
    code: int
    hit: Hit | None
    at: float
    is_ours: bool


Faults = Callable[[Member, int], Sequence[Fault]]


def no_faults(_: Member, _life: int) -> Sequence[Fault]:
    return ()
