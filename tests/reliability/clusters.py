"""Real servers that a test may kill, freeze and start again: one of each, or three."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient
from pymongo import AsyncMongoClient
from pymongo.errors import PyMongoError

from kit.readiness import group_coordinator_is_ready, replica_set_is_ready
from maillage.embedded import kafka, mongod
from maillage.embedded.ports import port_for
from maillage.embedded.processes import ServerProcess
from tests.conftest import quiet

ELECTION_MS = 10_000
READY_SECONDS = 60.0
# What lets three brokers agree within seconds that one of them is gone; a test holds
# the deployment's file to it.
QUORUM = {
    "broker.session.timeout.ms": "2000",
    "broker.heartbeat.interval.ms": "500",
    "controller.quorum.fetch.timeout.ms": "1000",
    "controller.quorum.election.timeout.ms": "500",
}


@dataclass
class Node:
    """One server process of a cluster; it keeps its port and its data."""

    name: str
    port: int
    spawn: Callable[[], ServerProcess]
    _process: ServerProcess | None = None

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Start it, and wait until its port is open."""
        self._process = self.spawn()
        await self._process.accepts(self.port)

    async def kill(self) -> None:
        assert self._process is not None
        await self._process.stop(at_once=True)

    async def stop(self) -> None:
        """Ask it to stop, as an operator does."""
        assert self._process is not None
        await self._process.stop()

    def freeze(self) -> None:
        self._signal(signal.SIGSTOP)

    def wake(self) -> None:
        self._signal(signal.SIGCONT)

    def is_running(self) -> bool:
        return self._process is not None and self._process.is_running()

    def _signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        os.kill(self._process.pid, number)


@dataclass
class Cluster:
    nodes: Sequence[Node]
    scheme: str = "{}"
    _by_address: dict[str, Node] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return self.scheme.format(",".join(node.address for node in self.nodes))

    def at(self, address: str) -> Node:
        return next(node for node in self.nodes if node.address == address)

    async def start(self) -> None:
        await asyncio.gather(*(node.start() for node in self.nodes))

    async def clear(self) -> None:
        """Kill what still runs."""
        running = [node for node in self.nodes if node.is_running()]
        await asyncio.gather(*(node.kill() for node in running))


@asynccontextmanager
async def mongo(
    folder: Path, *, count: int = 1, election_ms: int = ELECTION_MS
) -> AsyncIterator[Cluster]:
    """Run a replica set of `count` nodes, each with its own data."""
    folders = [folder / f"mongo-{number}" for number in range(1, count + 1)]
    nodes = [
        Node(home.name, port_for(mongod.NAME, folder=home), partial(_mongod, home))
        for home in folders
    ]
    cluster = Cluster(nodes, f"mongodb://{{}}/?replicaSet={mongod.REPLICA_SET}")
    try:
        await cluster.start()
        if count == 1:
            await replica_set_is_ready(nodes[0].address, name=mongod.REPLICA_SET)
        else:
            await _initiate(cluster, election_ms=election_ms)
        yield cluster
    finally:
        await cluster.clear()


async def primary_of(cluster: Cluster) -> Node:
    """Wait until a replica set has a primary that a majority follows; which one."""
    async with asyncio.timeout(READY_SECONDS):
        while True:
            for node in cluster.nodes:
                if node.is_running() and await _is_primary(node):
                    return node
            await asyncio.sleep(0.1)


@asynccontextmanager
async def kafka_brokers(folder: Path, *, count: int = 1) -> AsyncIterator[Cluster]:
    """Run `count` brokers that are their own controllers."""
    folder.mkdir(parents=True, exist_ok=True)
    java = await kafka.brought(folder, on_progress=quiet)
    homes = [folder / f"kafka-{number}" for number in range(1, count + 1)]
    brokers = [
        kafka.Broker(home, port_for(kafka.NAME, folder=home), java) for home in homes
    ]
    _write_properties(brokers)
    cluster_id = kafka.new_cluster_id()
    await asyncio.gather(
        *(kafka.format_storage(broker, cluster_id=cluster_id) for broker in brokers)
    )
    nodes = [Node(broker.folder.name, broker.port, broker.spawn) for broker in brokers]
    cluster = Cluster(nodes)
    try:
        await cluster.start()
        await group_coordinator_is_ready(cluster.address)
        yield cluster
    finally:
        await cluster.clear()


async def leader_of(cluster: Cluster, topic: str, partition: int) -> Node | None:
    """Ask which broker leads a partition."""
    admin = AIOKafkaAdminClient(bootstrap_servers=cluster.address)
    await admin.start()
    try:
        described = await admin.describe_topics([topic])
        brokers = (await admin.describe_cluster())["brokers"]
    finally:
        await admin.close()
    leads = next(
        one["leader"]
        for one in described[0]["partitions"]
        if one["partition"] == partition
    )
    for broker in brokers:
        if broker["node_id"] == leads:
            return cluster.at(f"{broker['host']}:{broker['port']}")
    return None


def _mongod(home: Path) -> ServerProcess:
    process, port = mongod.spawn(home)
    assert port == port_for(mongod.NAME, folder=home), "somebody took the port"
    return process


async def _initiate(cluster: Cluster, *, election_ms: int) -> None:
    config = {
        "_id": mongod.REPLICA_SET,
        "members": [
            {"_id": number, "host": node.address}
            for number, node in enumerate(cluster.nodes)
        ],
        "settings": {"electionTimeoutMillis": election_ms},
    }
    async with _directly(cluster.nodes[0]) as client:
        await client.admin.command("replSetInitiate", config)
    await primary_of(cluster)


async def _is_primary(node: Node) -> bool:
    async with _directly(node) as client:
        try:
            hello = await client.admin.command("hello")
            if not hello["isWritablePrimary"]:
                return False
            await client.admin.command(
                "appendOplogNote",
                1,
                data={"asks": "who follows"},
                writeConcern={"w": "majority", "wtimeout": 1_000},
            )
        except PyMongoError:
            return False
        return True


def _directly(node: Node) -> AsyncMongoClient[dict[str, Any]]:
    return AsyncMongoClient(
        f"mongodb://{node.address}/?directConnection=true",
        serverSelectionTimeoutMS=1_000,
        socketTimeoutMS=2_000,
    )


def _write_properties(brokers: Sequence[kafka.Broker]) -> None:
    """Vary what a single broker has: the voters, and a copy of all on each."""
    controllers = [port_for("controller", folder=broker.folder) for broker in brokers]
    voters = ",".join(
        f"{number}@127.0.0.1:{port}" for number, port in enumerate(controllers, 1)
    )
    copies = len(brokers)
    for number, (broker, controller) in enumerate(
        zip(brokers, controllers, strict=True), 1
    ):
        broker.data.mkdir(parents=True, exist_ok=True)
        text = kafka.PROPERTIES.format(
            port=broker.port, controller=controller, data=broker.data
        )
        own = {"node.id": str(number), "controller.quorum.voters": voters}
        shared = _replicated(copies) if copies > 1 else {}
        told = dict(line.split("=", 1) for line in text.splitlines()) | own | shared
        broker.properties.write_text(
            "".join(f"{name}={value}\n" for name, value in told.items())
        )


def _replicated(copies: int) -> dict[str, str]:
    factors = ("offsets.topic", "transaction.state.log")
    return QUORUM | {
        **{f"{name}.replication.factor": str(copies) for name in factors},
        "share.coordinator.state.topic.replication.factor": str(copies),
        "transaction.state.log.min.isr": str(copies - 1),
        "share.coordinator.state.topic.min.isr": str(copies - 1),
        "min.insync.replicas": str(copies - 1),
    }
