"""The port that people reach: the one asked for, or the next that is free."""

import socket

TRIES = 50
PORT_MAX = 65_535


def free_port(wanted: int, *, host: str = "127.0.0.1") -> int:
    """Return the first free port from `wanted` on.

    Raises:
        OSError: none of the next fifty is free.
    """
    for port in range(wanted, min(wanted + TRIES, PORT_MAX) + 1):
        if _is_free(host, port):
            return port
    raise OSError(f"no free port from {wanted} on")


def _is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
