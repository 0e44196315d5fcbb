"""The composition root: every service, wired into one process."""

from .folder import Folder
from .given import given_servers
from .ports import free_port
from .services import SERVICES
from .settings import Addresses, embedded_settings
from .whole import Whole, whole

__all__ = [
    "SERVICES",
    "Addresses",
    "Folder",
    "Whole",
    "embedded_settings",
    "free_port",
    "given_servers",
    "whole",
]
