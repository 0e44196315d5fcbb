"""Ports that nobody else takes, not even between two lives of who listens on them."""

import socket
from functools import cache
from pathlib import Path

# Below those of the embedded servers and of outgoing connections.
FIRST, LAST = 10_000, 17_999

# Names of sockets without a file: the kernel forgets them when this process ends.
_claims: list[socket.socket] = []


@cache
def own_port(name: str, *, folder: Path) -> int:
    """Choose a port for this name; asked again in this process, the same one.

    Other processes of the tests get others for as long as this one lives.
    """
    del name, folder
    for port in range(FIRST, LAST + 1):
        if _is_claimed(port) and _is_free(port):
            return port
    raise OSError("no free port")


def _is_claimed(port: int) -> bool:
    claim = socket.socket(socket.AF_UNIX)
    try:
        claim.bind(f"\0maillage-tests-port-{port}")
    except OSError:
        claim.close()
        return False
    _claims.append(claim)
    return True


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
