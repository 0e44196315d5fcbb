"""What the trace holds about a person, once all that is held back is written."""

from uuid import UUID

from kit.trace import Entry, Whole, verified
from tests.support.harness import Installation


async def traced(it: Installation, person_id: UUID) -> list[Entry]:
    """Return the entries about a person, the oldest first."""
    await it.platform.recorder.flush()
    chain = it.platform.recorder.chain
    found = await chain.of_person(person_id, before=None, limit=200)
    return [link.entry for link in reversed(found)]


async def screens(it: Installation, person_id: UUID) -> list[tuple[str, str]]:
    """Return whether each was read or written, and from where."""
    return [(one.access, one.route) for one in await traced(it, person_id)]


async def is_whole(it: Installation) -> bool:
    await it.platform.recorder.flush()
    found = await verified(it.platform.recorder.chain.documents())
    return isinstance(found, Whole)
