"""What a batch did to one record, and what became of it: the journal undoing reads."""

from enum import StrEnum
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from kit.ids import id_of
from schemas.personal import Category, Kept, Personal, Purpose

from .columns import Column

RECORD: Final = Personal(Category.RECORD, Purpose.CENSUS, Kept.CENSUS)


class Kind(StrEnum):
    """In the order in which they are undone; a home is where a centre stands."""

    ADVISOR = "advisor"
    STRUCTURE = "structure"
    CENTRE = "centre"
    HOME = "home"


class EffectState(StrEnum):
    APPLIED = "applied"
    CONFLICT = "conflict"
    UNDONE = "undone"
    KEPT = "kept"


class Why(StrEnum):
    """Why a record was left alone, when applying or when undoing."""

    GONE = "gone"
    HELD_ELSEWHERE = "held_elsewhere"
    EXISTS = "exists"
    FIELDS_CHANGED = "fields_changed"
    WITHOUT_STRUCTURE = "without_structure"
    CHANGED = "changed"
    HAS_ACCOUNT = "has_account"
    HAS_ADVISORS = "has_advisors"
    IS_CENTRE = "is_centre"
    HOLDS_RECORDS = "holds_records"


class Effect(BaseModel):
    """`before` restores an update, `digest` tells whether the record changed since."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    batch_id: UUID
    kind: Kind
    record_id: UUID
    line: int
    action: Literal["create", "update"]
    state: EffectState = EffectState.APPLIED
    why: Why | None = None
    columns: tuple[Column, ...] = ()
    before: Annotated[dict[str, Any] | None, RECORD] = None
    card_before: Annotated[dict[str, Any] | None, RECORD] = None
    digest: str = ""

    @staticmethod
    def id_for(batch_id: UUID, kind: Kind, record_id: UUID) -> UUID:
        name = Kind.STRUCTURE if kind is Kind.HOME else kind
        return id_of("census effect", batch_id, name, record_id)
