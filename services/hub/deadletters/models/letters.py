"""A record set aside: where it came from, why, and what was done about it."""

from typing import Annotated, Final, Literal
from uuid import UUID

from pydantic import AwareDatetime

from kit.aggregates import Aggregate
from schemas.personal import Category, Kept, Personal, Purpose

WORDS: Final = Personal(Category.WORDS, Purpose.REPAIR, Kept.LETTER)
# What no service of ours told may hold anything.
ALIEN: Final = Personal(Category.RECORD, Purpose.REPAIR, Kept.LETTER)
State = Literal["waiting", "replayed", "discarded"]
Family = Literal["schema", "unreadable", "unknown", "exhausted"]
# Topic, partition, offset and id: where a letter stands among all.
Place = tuple[str, int, int, UUID]
FAMILIES: tuple[Family, ...] = ("schema", "unreadable", "unknown", "exhausted")


class DeadLetter(Aggregate):
    """`topic` and what follows are of the record as it was first told.

    `filed_from` names the dead letters' own records that were filed here, so that one
    read twice counts once. `replayed_in` is the replay of many that gave it back last.
    `closed_at` starts the 90 days for which it stays.
    """

    group: str
    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: Annotated[bytes | None, ALIEN]
    headers: tuple[tuple[str, bytes | None], ...]
    type: str | None
    reason: str
    detail: str
    family: Family
    attempts: int
    first_at: AwareDatetime
    last_at: AwareDatetime
    filed_from: tuple[str, ...]
    state: State = "waiting"
    replays: int = 0
    replayed_at: AwareDatetime | None = None
    replayed_by: UUID | None = None
    replayed_in: UUID | None = None
    discarded_at: AwareDatetime | None = None
    discarded_by: UUID | None = None
    discard_reason: Annotated[str | None, WORDS] = None
    closed_at: AwareDatetime | None = None

    @property
    def key_text(self) -> str:
        """The key as the journal writes it: what is no UTF-8 is escaped."""
        return (self.key or b"").decode("utf-8", errors="backslashreplace")

    @property
    def value_text(self) -> str:
        return (self.value or b"").decode("utf-8", errors="backslashreplace")

    @property
    def place(self) -> Place:
        return self.topic, self.partition, self.offset, self.id
