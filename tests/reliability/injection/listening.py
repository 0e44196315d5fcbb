"""Listens to every command that the driver sends, for what was planted."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pymongo import monitoring

from .bodies import PLANTED

# A name that was planted is one of ours nowhere; an operator that holds what was
# planted as its own value was not written by us either.
TAKEN = frozenset({"$gt", "$gte", "$ne", "$where", "$exists", "$function", "$expr"})


class Listener(monitoring.CommandListener):
    """Counts what is sent while it listens, and keeps what should not have been."""

    def __init__(self) -> None:
        self.is_on = False
        self.commands = 0
        self.reached: list[str] = []

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        if not self.is_on:
            return
        self.commands += 1
        for place in planted_in(event.command):
            self.reached.append(f"{event.command_name}: {place}")

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        """Hear only what is asked."""

    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        """Hear only what is asked."""


def planted_in(value: Any, place: str = "") -> Iterator[str]:
    """Yield each place where a planted name stands, or a planted operator."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            here = f"{place}/{name}"
            if PLANTED in name or (name in TAKEN and _is_planted(inner)):
                yield here
            yield from planted_in(inner, here)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from planted_in(inner, place)


def _is_planted(value: Any) -> bool:
    return isinstance(value, str) and PLANTED in value


@contextmanager
def heard() -> Iterator[Listener]:
    """Listen to the clients that are opened from here on."""
    listener = Listener()
    monitoring.register(listener)
    try:
        yield listener
    finally:
        # The driver itself has no way to take one back.
        monitoring._LISTENERS.command_listeners.remove(listener)
