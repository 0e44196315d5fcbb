"""Ports that stay the same from one start to the next while nobody else takes them."""

import socket
import zlib
from pathlib import Path

# Below the range that Linux gives to outgoing connections.
FIRST, LAST = 20_000, 31_999
STEP = 7


def port_for(name: str, *, folder: Path) -> int:
    """Choose a port by the folder of the data, or the next one that is free."""
    count = LAST - FIRST + 1
    start = zlib.crc32(f"{folder.resolve()}:{name}".encode())
    for attempt in range(count):
        port = FIRST + (start + attempt * STEP) % count
        if _is_free(port):
            return port
    raise OSError("no free port")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
