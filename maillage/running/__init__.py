"""The composition root: every service, wired into one process."""

from .folder import Folder
from .given import given_servers
from .ports import free_port
from .register import Facing, facing
from .services import SERVICES
from .settings import (
    ADMINISTRATOR,
    Addresses,
    NothingRuns,
    embedded_settings,
    settings_here,
)
from .whole import Whole, whole

__all__ = [
    "ADMINISTRATOR",
    "SERVICES",
    "Addresses",
    "Facing",
    "Folder",
    "NothingRuns",
    "Whole",
    "embedded_settings",
    "facing",
    "free_port",
    "given_servers",
    "settings_here",
    "whole",
]
