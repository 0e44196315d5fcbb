"""When an account was last entered, and what became of it since."""

from datetime import datetime, timedelta
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class LastSignIn(BaseModel):
    """`last_at` of an account that was never entered is when it was first seen."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    account_id: UUID
    last_at: datetime
    warned_at: datetime | None = None
    closed_at: datetime | None = None

    @property
    def is_in_reprieve(self) -> bool:
        """Whether its person was warned, and it is not closed yet."""
        return self.warned_at is not None and self.closed_at is None


class Terms(BaseModel):
    """The rule: warned after this long without a sign-in, closed after that long."""

    model_config = ConfigDict(frozen=True)

    warned_after: timedelta
    closed_after: timedelta

    @property
    def notice(self) -> timedelta:
        """Return how long a warned person has, however late the warning was."""
        return self.closed_after - self.warned_after


class Night(BaseModel):
    """What one night did."""

    model_config = ConfigDict(frozen=True)

    warned: int
    closed: int


class Row(BaseModel):
    """An account as the page shows it; `on` is the day of what comes, or came."""

    model_config = ConfigDict(frozen=True)

    person_id: UUID
    name: str
    email: str
    last_at: datetime
    on: datetime


class Outlook(BaseModel):
    """What the coming night would do, who is warned, and who was closed."""

    model_config = ConfigDict(frozen=True)

    to_warn: tuple[Row, ...]
    warned: tuple[Row, ...]
    closed: tuple[Row, ...]
