"""A corner of the shared servers for one test, emptied after it."""

import secrets

from aiokafka.admin import AIOKafkaAdminClient
from pymongo import AsyncMongoClient

from maillage.embedded import Servers


def new_namespace() -> str:
    return f"t{secrets.token_hex(4)}"


async def clear(namespace: str, *, servers: Servers) -> None:
    """Drop the databases and the topics whose names start with the namespace."""
    await _drop_databases(namespace, mongo_url=servers.mongo_url)
    await _drop_topics(namespace, bootstrap=servers.kafka_bootstrap)


async def _drop_databases(namespace: str, *, mongo_url: str) -> None:
    client: AsyncMongoClient[dict[str, object]] = AsyncMongoClient(mongo_url)
    async with client:
        for name in await client.list_database_names():
            if name.startswith(namespace):
                await client.drop_database(name)


async def _drop_topics(namespace: str, *, bootstrap: str) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        topics = [t for t in await admin.list_topics() if t.startswith(namespace)]
        if topics:
            await admin.delete_topics(topics)
    finally:
        await admin.close()
