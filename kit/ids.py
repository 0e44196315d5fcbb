"""Where new ids come from: ordered by time, drawn from a command, or named."""

from uuid import UUID, uuid4, uuid5

import uuid_utils

from kit.context import command

NAMESPACE = UUID("6f1b6d6e-5f0c-5c53-9d0e-0d1f3a4c7b21")
_NAMESPACE = uuid_utils.UUID(str(NAMESPACE))


def new_id() -> UUID:
    """Return an id that sorts by time."""
    return UUID(int=uuid_utils.uuid7().int)


def repeatable_id() -> UUID:
    """Return an id that a command repeated under its key draws again.

    For what no transaction holds: a file half written is found and written anew.
    """
    repeatable = command.get()
    if repeatable is None:
        return new_id()
    return uuid5(repeatable.id, str(repeatable.next_number()))


def random_id() -> UUID:
    """Return an id that tells nothing, not even when it was drawn."""
    return uuid4()


def id_of(*parts: object) -> UUID:
    """Return the one id that these parts name, today and on any machine."""
    named = uuid_utils.uuid5(_NAMESPACE, "\x1f".join(map(str, parts)))
    return UUID(int=named.int)
