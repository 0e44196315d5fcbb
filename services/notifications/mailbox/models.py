"""A message as the embedded mail server stored it, and as the page shows it."""

from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from schemas.personal import Category, Kept, Personal, Purpose

EMAIL: Final = Personal(Category.EMAIL, Purpose.TELL, Kept.MAILBOX)
MESSAGE: Final = Personal(Category.RECORD, Purpose.TELL, Kept.MAILBOX)


class Stored(BaseModel):
    """The headers that a list shows; `raw` stays in the store until one is opened."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: UUID
    received_at: datetime
    sender: str
    recipients: Annotated[tuple[str, ...], EMAIL]
    to: Annotated[str, EMAIL]
    subject: str


class Whole(Stored):
    """With the bytes as they came."""

    raw: Annotated[bytes, MESSAGE]


class Attachment(BaseModel):
    model_config = ConfigDict(frozen=True)

    index: int
    name: str
    media_type: str
    size: int


class Opened(BaseModel):
    """A message taken apart; `text` and `html` are what its author wrote."""

    model_config = ConfigDict(frozen=True)

    stored: Stored
    headers: tuple[tuple[str, str], ...]
    text: str
    html: str | None
    links: tuple[str, ...]
    attachments: tuple[Attachment, ...]
