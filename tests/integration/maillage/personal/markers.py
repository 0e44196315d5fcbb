"""What is planted wherever a person is named or speaks, and where it is found again."""

from collections.abc import Iterable, Iterator
from typing import Any

from tests.integration.maillage.bad_input.watching import Databases

SOMEBODY = "Pterodaxyl"
EMAIL = "nadia@pterodaxyl.example"
PHONE = "0467120017"
OTHER_PHONE = "0467120018"
WORDS = "Pterodaxyl me l’a dit en confidence."
# In records that none of our services told.
ALIEN = "Quetzalcoatlus"
# However it is written, dialled or folded.
MARKERS = ("pterodaxyl", PHONE[1:], OTHER_PHONE[1:])

Place = tuple[str, ...]
Where = tuple[str, str]
Markers = tuple[str, ...]


def is_marked(text: str, markers: Markers = MARKERS) -> bool:
    plain = text.lower()
    return any(marker in plain for marker in markers)


def places(
    value: Any, markers: Markers = MARKERS, above: Place = ()
) -> Iterator[Place]:
    """Walk a document to every place that holds a marker; lists are passed over."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from places(inner, markers, (*above, name))
    elif isinstance(value, list):
        for inner in value:
            yield from places(inner, markers, above)
    elif is_marked(written(value), markers):
        yield above


def written(value: Any) -> str:
    is_bytes = isinstance(value, bytes)
    return bytes(value).decode("utf-8", "replace") if is_bytes else str(value)


async def marked_places(
    databases: Databases, markers: Markers = MARKERS
) -> dict[Where, set[Place]]:
    """Read every document of a namespace; return by collection where markers are."""
    found: dict[Where, set[Place]] = {}
    async for where, document in databases.documents():
        found.setdefault(where, set()).update(places(document, markers))
    return {where: kept for where, kept in found.items() if kept}


def marked_among(records: Iterable[bytes]) -> list[bytes]:
    return [one for one in records if is_marked(written(one))]
