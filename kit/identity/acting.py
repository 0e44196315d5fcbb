"""A session that stands in another person's place, for a while."""

from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from kit.mongo import Collection, Document, Transaction
from kit.texts import Language
from schemas.personal import Category, Kept, Personal, Purpose

from .callers import Grant, Impersonator

NAME: Final = Personal(Category.NAME, Purpose.ENTER, Kept.SESSION)


class Acting(BaseModel):
    """In whose place the holder of a session acts, as whom, and until when.

    `id` names the occasion; `role` is the holder's own, by which they may.
    """

    model_config = ConfigDict(frozen=True)

    id: UUID
    role: str
    ends_at: datetime
    account_id: UUID
    person_id: UUID
    name: Annotated[str, NAME]
    place: str
    language: Language
    grants: tuple[Grant, ...]


class Standing:
    """Puts open sessions in another person's place, and gives them back."""

    def __init__(self, sessions: Collection) -> None:
        self._sessions = sessions

    async def act_for(self, session_id: str, other: Acting, *, tx: Transaction) -> None:
        """Let a session stand in another person's place; it ends by itself."""
        await self._sessions.update_one(
            {"_id": session_id}, {"$set": {"acting": other.model_dump()}}, session=tx
        )

    async def stop(self, session_id: str, *, tx: Transaction) -> None:
        await self._sessions.update_one(
            {"_id": session_id}, {"$unset": {"acting": ""}}, session=tx
        )


def acting_now(session: Document, now: datetime) -> Document | None:
    """Return in whose place a session stands, while it does."""
    acting: Document | None = session.get("acting")
    is_over = acting is None or acting["ends_at"] <= now
    return None if is_over else acting


def impersonator_of(session: Document, acting: Document | None) -> Impersonator | None:
    """Say who the holder of the session is, when it stands in another's place."""
    if acting is None:
        return None
    return Impersonator(
        id=acting["id"],
        account_id=session["account_id"],
        person_id=session["person_id"],
        role=acting["role"],
        ends_at=acting["ends_at"],
    )
