"""A read model, the rebuild of one, and what the comparison found."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal, Protocol
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict

from kit.mongo import Collection
from schemas.base import Event
from schemas.personal import Category, Kept, Personal, Purpose

WORDS: Final = Personal(Category.WORDS, Purpose.REPAIR, Kept.MACHINE)
Place = tuple[str, int]
Copies = Mapping[str, Collection]
Handler = Callable[[Sequence[Any]], Awaitable[None]]

State = Literal[
    "asked",
    "reading",
    "comparing",
    "exchanging",
    "settling",
    "done",
    "refused",
    "failed",
    "cancelled",
]
ACTIVE: frozenset[State] = frozenset(
    {"asked", "reading", "comparing", "exchanging", "settling"}
)
Kind = Literal["different", "only_live", "only_rebuilt"]
LISTED_MAX = 20


class Group(Protocol):
    @property
    def topics(self) -> tuple[str, ...]: ...


class Promise(Protocol):
    """A read model as the table of readers names it."""

    @property
    def name(self) -> str: ...

    @property
    def service(self) -> str: ...

    @property
    def group(self) -> Group: ...

    @property
    def collections(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadModel:
    """What `handler` makes of the facts of a group, in collections that it is given.

    The handler writes there and nowhere else, tells nothing, and is right when a fact
    comes twice: an interrupted rebuild goes on a few facts before where it stopped.
    """

    promise: Promise
    contracts: Sequence[type[Event]]
    handler: Callable[[Copies], Handler]

    @property
    def name(self) -> str:
        return self.promise.name


class Gap(BaseModel):
    """Records of one partition that the journal does not have (any more)."""

    model_config = ConfigDict(frozen=True)

    place: str
    first_kept: int
    missing_count: int


class Difference(BaseModel):
    """A document that is not the same; `fields` are names, never values."""

    model_config = ConfigDict(frozen=True)

    collection: str
    id: str
    kind: Kind
    fields: tuple[str, ...] = ()


class Report(BaseModel):
    """Both sides, document by document; equal checksums mean equal documents."""

    model_config = ConfigDict(frozen=True)

    live_count: int
    rebuilt_count: int
    live_checksum: str
    rebuilt_checksum: str
    different_count: int
    only_live_count: int
    only_rebuilt_count: int
    differences: tuple[Difference, ...]
    gaps: tuple[Gap, ...]

    @property
    def is_same(self) -> bool:
        return self.live_checksum == self.rebuilt_checksum

    @property
    def would_lose(self) -> bool:
        """Tell whether the journal's gaps may be why the two differ."""
        return bool(self.gaps) and not self.is_same


class Rebuild(BaseModel):
    """One rebuild: who asked for it and why, how far it is, what was found."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: UUID
    model: str
    swaps: bool
    despite_gaps: bool = False
    reason: Annotated[str, WORDS]
    by: UUID | None
    asked_at: AwareDatetime
    state: State = "asked"
    token: int = 0
    # The token of who holds the copy beside the live one, which is named after it.
    holder: int = 0
    reached: tuple[tuple[str, int, int], ...] = ()
    read_count: int = 0
    total_count: int = 0
    unreadable_count: int = 0
    report: Report | None = None
    started_at: AwareDatetime | None = None
    ended_at: AwareDatetime | None = None
    swapped_at: AwareDatetime | None = None
    error: str = ""

    @property
    def is_active(self) -> bool:
        return self.state in ACTIVE

    @property
    def vector(self) -> dict[Place, int]:
        """Return the last offset that was read of each partition."""
        return {(topic, partition): offset for topic, partition, offset in self.reached}
