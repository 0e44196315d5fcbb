"""The erasure of a person, which becomes the proof that it was done."""

from datetime import timedelta
from typing import Annotated, Final, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from kit.aggregates import Aggregate

WAIT: Final = timedelta(days=7)
# Who is to go by the rule is told a month before.
WARNED: Final = timedelta(days=30)
SERVICES: Final = ("registry", "governance", "webinars", "notifications", "hub")

State = Literal["waiting", "withdrawn", "erased", "complete"]
Origin = Literal["self", "administration", "retention"]


class Confirmed(BaseModel):
    """What one service has erased, by its own event."""

    model_config = ConfigDict(frozen=True)

    service: str
    at: AwareDatetime
    erased: dict[str, int] = {}


class Erasure(Aggregate):
    """The id is the person's. `proof` is the SHA-256 of all the rest, once complete.

    `sealed_until` ends the day for which answers given to others stay, under seals
    that only who asked can open.
    """

    state: State
    origin: Origin
    asked_at: AwareDatetime
    asked_by: UUID | None = None
    due_at: AwareDatetime
    erased_at: AwareDatetime | None = None
    sealed_until: AwareDatetime | None = None
    confirmations: tuple[Confirmed, ...] = ()
    completed_at: AwareDatetime | None = None
    proof: str | None = None

    @property
    def awaited(self) -> tuple[str, ...]:
        """The services that have not confirmed yet."""
        known = {one.service for one in self.confirmations}
        return tuple(one for one in SERVICES if one not in known)

    @property
    def total(self) -> int:
        return sum(sum(one.erased.values()) for one in self.confirmations)


class NewErasure(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    person_id: UUID


class ErasureForm(BaseModel):
    """What the page sends: whose address, and a word that nobody types by mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    email: Annotated[
        str,
        StringConstraints(
            strip_whitespace=True, to_lower=True, min_length=3, max_length=254
        ),
    ]
    is_sure: bool = False


class ConfirmedView(BaseModel):
    service: str
    at: AwareDatetime
    erased: dict[str, int] = Field(description="Documents by collection.")


class ErasureView(BaseModel):
    """The proof; it names nobody."""

    person_id: UUID
    state: State
    origin: Origin
    asked_at: AwareDatetime
    due_at: AwareDatetime
    erased_at: AwareDatetime | None
    sealed_until: AwareDatetime | None
    confirmations: list[ConfirmedView]
    awaited: list[str]
    completed_at: AwareDatetime | None
    proof: str | None

    @classmethod
    def of(cls, erasure: Erasure) -> "ErasureView":
        return cls(
            person_id=erasure.id,
            confirmations=[
                ConfirmedView(service=one.service, at=one.at, erased=one.erased)
                for one in erasure.confirmations
            ],
            awaited=list(erasure.awaited),
            **erasure.model_dump(
                include={
                    *("state", "origin", "asked_at", "due_at", "erased_at"),
                    *("sealed_until", "completed_at", "proof"),
                }
            ),
        )
