"""One genuine mongod: a replica set of one node, from a package."""

import importlib.util
from pathlib import Path

from kit.readiness import replica_set_is_ready

from .errors import ServerNotInstalled
from .ports import port_for
from .processes import ServerProcess

NAME = "mongod"
REPLICA_SET = "rs0"
CACHE_GB = 0.25
OPLOG_MB = 128


def spawn(folder: Path) -> tuple[ServerProcess, int]:
    """Start the server on its data; it does not answer yet."""
    port = port_for(NAME, folder=folder)
    data = folder / "data" / "mongo"
    data.mkdir(parents=True, exist_ok=True)
    command = [
        *(str(_binary()), "--dbpath", str(data)),
        *("--port", str(port), "--bind_ip", "127.0.0.1", "--nounixsocket", "--quiet"),
        *("--replSet", REPLICA_SET, "--oplogSize", str(OPLOG_MB)),
        *("--wiredTigerCacheSizeGB", str(CACHE_GB)),
        *("--setParameter", "ttlMonitorSleepSecs=1"),
        *("--setParameter", "diagnosticDataCollectionEnabled=false"),
        # Nobody reads the past: what is dropped gives its files back at once, where
        # five minutes of history would keep them open until there are too many.
        *("--setParameter", "minSnapshotHistoryWindowInSeconds=1"),
        # A transaction whose process was killed is a lock until the server ends it.
        *("--setParameter", "transactionLifetimeLimitSeconds=10"),
        *("--syncdelay", "10"),
        # A lone primary has nobody to hand over to: stop without waiting.
        *("--setParameter", "shutdownTimeoutMillisForSignaledShutdown=100"),
    ]
    return ServerProcess.start(NAME, command, folder=folder), port


async def answers(process: ServerProcess, *, port: int) -> str:
    """Wait until the node is primary; its address as a connection string."""
    await process.accepts(port)
    await replica_set_is_ready(f"127.0.0.1:{port}", name=REPLICA_SET)
    return f"mongodb://127.0.0.1:{port}/?replicaSet={REPLICA_SET}"


def _binary() -> Path:
    package = importlib.util.find_spec("fiftyone")
    for place in (package and package.submodule_search_locations) or []:
        binary = Path(place) / "db" / "bin" / "mongod"
        if binary.exists():
            return binary
    raise ServerNotInstalled("MongoDB")
