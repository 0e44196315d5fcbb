"""Waits until a MongoDB node or a Kafka broker that was just started can be used."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError
from pymongo import AsyncMongoClient
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import ConnectionFailure, OperationFailure

POLL_SECONDS = 0.05
WAIT_SECONDS_MAX = 60.0
NOT_YET_INITIALIZED = 94
SELECTION_MILLISECONDS = 500
PROBE_GROUP = "kit.readiness"


async def replica_set_is_ready(address: str, *, name: str) -> None:
    """Make one node the primary of a replica set of its own, and wait until it is.

    A node whose data was used under another address takes the new one.
    """
    client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(
        f"mongodb://{address}/?directConnection=true",
        serverSelectionTimeoutMS=SELECTION_MILLISECONDS,
    )
    async with client:
        await _until(lambda: _is_primary(client.admin, address=address, name=name))


async def group_coordinator_is_ready(bootstrap: str) -> None:
    """Wait until consumer groups are served: an open port does not mean that yet."""
    await _until(lambda: _serves_groups(bootstrap))


async def _until(is_ready: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(WAIT_SECONDS_MAX):
        while True:
            # A server that is starting refuses, closes and moves: ask again.
            with contextlib.suppress(ConnectionFailure, KafkaError):
                if await is_ready():
                    return
            await asyncio.sleep(POLL_SECONDS)


async def _is_primary(
    admin: AsyncDatabase[dict[str, Any]], *, address: str, name: str
) -> bool:
    hello = await admin.command("hello")
    if hello["isWritablePrimary"] and hello.get("me") == address:
        return True
    member = {"_id": 0, "host": address}
    try:
        config = (await admin.command("replSetGetConfig"))["config"]
    except OperationFailure as refusal:
        if refusal.code != NOT_YET_INITIALIZED:
            raise
        await admin.command("replSetInitiate", {"_id": name, "members": [member]})
        return False
    if [each["host"] for each in config["members"]] != [address]:
        config |= {"members": [member], "version": config["version"] + 1}
        await admin.command("replSetReconfig", config, force=True)
    return False


async def _serves_groups(bootstrap: str) -> bool:
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    try:
        await admin.start()
        await admin.list_consumer_group_offsets(PROBE_GROUP)
    finally:
        await admin.close()
    return True
