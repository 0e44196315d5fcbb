"""What no request may change, as it stands in every document of an installation."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

from pymongo import AsyncMongoClient

from .bodies import CENTRE, PLANTED

FORBIDDEN = (
    *("role", "grants", "centre_id", "holder_id", "person_id", "account_id"),
    *("organisation_id", "password_hash", "scopes", "created_at"),
)

Fields = dict[str, str]


async def forbidden_fields(mongo_url: str, namespace: str) -> Fields:
    """Return them by document, but for what a request of its own makes anew."""
    return {
        place: repr({name: one[name] for name in FORBIDDEN if name in one})
        async for place, one in _documents(mongo_url, namespace)
    }


async def planted(mongo_url: str, namespace: str) -> list[str]:
    """Name each document that holds something of what was planted."""
    return [
        place
        async for place, one in _documents(mongo_url, namespace)
        if PLANTED in repr(one) or CENTRE in repr(one)
    ]


async def _documents(
    mongo_url: str, namespace: str
) -> AsyncIterator[tuple[str, Mapping[str, Any]]]:
    async with AsyncMongoClient[dict[str, Any]](mongo_url) as client:
        for name in await client.list_database_names():
            if not name.startswith(f"{namespace}_"):
                continue
            for collection in await client[name].list_collection_names():
                async for one in client[name][collection].find():
                    yield f"{name}.{collection}/{one['_id']}", one
