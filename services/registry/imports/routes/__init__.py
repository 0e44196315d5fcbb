"""The census's HTTP API: deposit, watch, read, apply, undo."""

from . import acts, reads
from .surroundings import router

__all__ = ["acts", "reads", "router"]
