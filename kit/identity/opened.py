"""A session as its holder reads it: with what it was opened, and when it was seen."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self
from uuid import UUID

from kit.ids import id_of
from kit.mongo import Document

from .devices import Device

SEEN_TO_WITHIN = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session as its holder reads it; `id` opens nothing, unlike the token."""

    id: UUID
    session_id: str
    device: Device
    opened_at: datetime
    seen_at: datetime

    @classmethod
    def of(cls, found: Document) -> Self:
        return cls(
            id=id_of("session", found["_id"]),
            session_id=found["_id"],
            device=Device(*found.get("device", ())),
            opened_at=found["opened_at"],
            seen_at=found.get("seen_at") or found["opened_at"],
        )


def seen_at(found: Document) -> datetime:
    """Return when it was last noted; long ago, before its first request."""
    noted: datetime = found.get("seen_at") or found["opened_at"] - SEEN_TO_WITHIN
    return noted
