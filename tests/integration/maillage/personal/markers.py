"""What is planted wherever a person is named or speaks, and where it is found again."""

from collections.abc import Iterable, Iterator
from typing import Any

from bson import Binary
from pymongo import AsyncMongoClient

SOMEBODY = "Pterodaxyl"
EMAIL = "nadia@pterodaxyl.example"
PHONE = "0639980017"
WORDS = "Pterodaxyl me l’a dit en confidence."
# However it is written, dialled or folded.
MARKERS = ("pterodaxyl", PHONE[1:])

Place = tuple[str, ...]


def is_marked(text: str) -> bool:
    plain = text.lower()
    return any(marker in plain for marker in MARKERS)


def places(value: Any, above: Place = ()) -> Iterator[Place]:
    """Walk a document to every place that holds a marker; lists are passed over."""
    match value:
        case dict():
            for name, inner in value.items():
                yield from places(inner, (*above, name))
        case list() | tuple():
            for inner in value:
                yield from places(inner, above)
        case bytes() | Binary():
            if is_marked(bytes(value).decode("utf-8", "replace")):
                yield above
        case str():
            if is_marked(value):
                yield above


async def marked_places(
    mongo_url: str, namespace: str
) -> dict[tuple[str, str], set[Place]]:
    """Read every document of a namespace; return by collection where markers are."""
    client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(mongo_url)
    found: dict[tuple[str, str], set[Place]] = {}
    try:
        for name in await client.list_database_names():
            if not name.startswith(f"{namespace}_"):
                continue
            for collection in await client[name].list_collection_names():
                short = name.removeprefix(f"{namespace}_")
                kept = found.setdefault((short, collection), set())
                async for document in client[name][collection].find({}):
                    kept.update(places(document))
    finally:
        await client.close()
    return {where: kept for where, kept in found.items() if kept}


def marked_among(texts: Iterable[bytes | str]) -> list[bytes | str]:
    return [
        one
        for one in texts
        if is_marked(one if isinstance(one, str) else one.decode("utf-8", "replace"))
    ]
