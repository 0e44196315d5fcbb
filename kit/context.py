"""Why something happens: carried along calls, stamped on events and log lines."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Cause:
    """Who set this off, and what it belongs to. Ids only.

    `acting_for` is the person in whose place the actor acts, if it is another's.
    """

    correlation_id: str
    causation_id: str | None = None
    actor: str | None = None
    tenant_id: UUID | None = None
    traceparent: str | None = None
    acting_for: UUID | None = None


@dataclass(slots=True)
class Command:
    """A request that a caller may send twice under one key and that happens once."""

    id: UUID
    _numbers: int = field(default=0)

    def next_number(self) -> int:
        self._numbers += 1
        return self._numbers


cause: ContextVar[Cause | None] = ContextVar("cause", default=None)
command: ContextVar[Command | None] = ContextVar("command", default=None)


@contextmanager
def caused_by(why: Cause) -> Iterator[None]:
    token = cause.set(why)
    try:
        yield
    finally:
        cause.reset(token)


@contextmanager
def commanded(what: Command) -> Iterator[None]:
    token = command.set(what)
    try:
        yield
    finally:
        command.reset(token)
