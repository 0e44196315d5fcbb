"""A test's corner of the shared servers is emptied after it, and only that."""

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from pymongo import AsyncMongoClient

from maillage.embedded import Servers
from tests.support.namespaces import clear, new_namespace


class TestClear:
    async def test_it_drops_what_the_test_made_and_nothing_of_its_neighbour(
        self, servers: Servers, namespace: str
    ) -> None:
        mine = new_namespace()
        await make(f"{mine}_one", servers=servers)
        await make(f"{namespace}_two", servers=servers)

        await clear(mine, servers=servers)

        left = await everything(servers)
        assert f"{mine}_one" not in left
        assert left.count(f"{namespace}_two") == 2


async def make(name: str, *, servers: Servers) -> None:
    """Make a database and a topic of that name."""
    client: AsyncMongoClient[dict[str, int]] = AsyncMongoClient(servers.mongo_url)
    admin = AIOKafkaAdminClient(bootstrap_servers=servers.kafka_bootstrap)
    await admin.start()
    async with client:
        await client[name].things.insert_one({"count": 1})
        await admin.create_topics([NewTopic(name, 1, 1)])
    await admin.close()


async def everything(servers: Servers) -> list[str]:
    client: AsyncMongoClient[dict[str, int]] = AsyncMongoClient(servers.mongo_url)
    admin = AIOKafkaAdminClient(bootstrap_servers=servers.kafka_bootstrap)
    await admin.start()
    async with client:
        topics: list[str] = await admin.list_topics()
        names = [*await client.list_database_names(), *topics]
    await admin.close()
    return names
