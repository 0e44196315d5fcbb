"""Real servers, each behind a proxy that a test makes worse."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from maillage.embedded import Servers, kafka, mongod
from maillage.embedded.processes import ServerProcess
from tests.conftest import quiet

from .proxy import HOST, FaultProxy


@dataclass(frozen=True)
class Behind:
    """`servers` is how to reach them past the proxies, `spoilt` through them."""

    servers: Servers
    spoilt: Servers
    mongo: FaultProxy
    kafka: FaultProxy


@asynccontextmanager
async def behind_proxies(folder: Path) -> AsyncIterator[Behind]:
    folder.mkdir(parents=True, exist_ok=True)
    broker = await kafka.prepared(folder, on_progress=quiet)
    async with AsyncExitStack() as stack:
        process, port = mongod.spawn(folder)
        stack.push_async_callback(process.stop, at_once=True)
        to_mongo = await stack.enter_async_context(FaultProxy(HOST, port))
        to_kafka = await stack.enter_async_context(FaultProxy(HOST, broker.port))
        _advertise(broker, to_kafka)
        await _started(broker, stack)
        mongo_url = await mongod.answers(process, port=port)
        yield Behind(
            servers=Servers(mongo_url=mongo_url, kafka_bootstrap=to_kafka.address),
            spoilt=Servers(
                # Directly: the replica set would tell its own address.
                mongo_url=f"mongodb://{to_mongo.address}/?directConnection=true",
                kafka_bootstrap=to_kafka.address,
            ),
            mongo=to_mongo,
            kafka=to_kafka,
        )


def _advertise(broker: kafka.Broker, proxy: FaultProxy) -> None:
    """Have the broker name the proxy to its clients: they go where it says it is."""
    told = broker.properties.read_text()
    own = f"advertised.listeners=PLAINTEXT://127.0.0.1:{broker.port}"
    proxied = f"advertised.listeners=PLAINTEXT://{proxy.address}"
    assert own in told
    broker.properties.write_text(told.replace(own, proxied))


async def _started(broker: kafka.Broker, stack: AsyncExitStack) -> ServerProcess:
    process = broker.spawn()
    stack.push_async_callback(process.stop, at_once=True)
    await broker.answers(process)
    return process
