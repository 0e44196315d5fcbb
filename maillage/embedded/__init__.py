"""A genuine MongoDB and a genuine Kafka on loopback, for a first run and for tests."""

from .errors import (
    AlreadyRunning,
    EmbeddedServerError,
    ServerFailed,
    ServerNotInstalled,
)
from .servers import Servers, servers

__all__ = [
    "AlreadyRunning",
    "EmbeddedServerError",
    "ServerFailed",
    "ServerNotInstalled",
    "Servers",
    "servers",
]
