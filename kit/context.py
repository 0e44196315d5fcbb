"""Why something happens: carried along calls, stamped on events and log lines."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID


class Cause(NamedTuple):
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


class caused_by:  # noqa: N801 - read as a function: `with caused_by(why)`
    """Run a block whose events and log lines carry this cause.

    A reader enters one for each record: a generator would take thrice the time.
    """

    __slots__ = ("_token", "_why")

    def __init__(self, why: Cause) -> None:
        self._why = why

    def __enter__(self) -> None:
        self._token = cause.set(self._why)

    def __exit__(self, *_: object) -> None:
        cause.reset(self._token)


@contextmanager
def commanded(what: Command) -> Iterator[None]:
    token = command.set(what)
    try:
        yield
    finally:
        command.reset(token)
