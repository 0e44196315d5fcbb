"""An open session as its holder reads it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from kit.identity.opened import OpenSession


@dataclass(frozen=True, slots=True)
class Session:
    open: OpenSession
    is_current: bool


class OpenSessionView(BaseModel):
    """`seen_at` is right to some minutes; an empty word was not told by the browser."""

    id: UUID
    browser: str
    system: str
    opened_at: datetime
    seen_at: datetime
    is_current: bool

    @classmethod
    def of(cls, session: Session) -> "OpenSessionView":
        return cls(
            id=session.open.id,
            browser=session.open.device.browser,
            system=session.open.device.system,
            opened_at=session.open.opened_at,
            seen_at=session.open.seen_at,
            is_current=session.is_current,
        )


class ClosedView(BaseModel):
    closed_count: int
