"""Copies built again from the journal beside the live ones, compared, exchanged."""

from .errors import AlreadyRebuilding, HandsOff, RebuildNotFound
from .leading import Rebuilder
from .models import ACTIVE, Difference, Gap, ReadModel, Rebuild, Report
from .requests import Rebuilds
from .worker import RebuildWorker

__all__ = [
    "ACTIVE",
    "AlreadyRebuilding",
    "Difference",
    "Gap",
    "HandsOff",
    "ReadModel",
    "Rebuild",
    "RebuildNotFound",
    "RebuildWorker",
    "Rebuilder",
    "Rebuilds",
    "Report",
]
