"""An entry of somebody's inbox, and how it is shown."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from kit.aggregates import Aggregate
from services.notifications.templates.models import Family, Matter


class Entry(Aggregate):
    """One entry for one person about one event: the id is made of the three."""

    person_id: UUID
    matter: Matter
    created_at: datetime
    read_at: datetime | None = None


class EntryView(BaseModel):
    """In the reader's language; `href` is an address of this site."""

    id: UUID
    family: Family
    template: str
    about: UUID
    title: str
    text: str
    href: str
    label: str
    created_at: datetime
    read_at: datetime | None


class InboxView(BaseModel):
    items: list[EntryView]
    unread_count: int
    next: str | None = None
