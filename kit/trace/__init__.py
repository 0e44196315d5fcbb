"""Who read or wrote whose personal data: noted on the way, kept in one chain."""

from .chain import CHAIN_INDEXES, WAITING_INDEXES, Chain
from .models import Entry, Link, Reader, Screen
from .recorder import Recorder
from .verifying import Broken, Head, Whole, verified
from .watching import Watch, came_as, saw, watching, wrote

__all__ = [
    "CHAIN_INDEXES",
    "WAITING_INDEXES",
    "Broken",
    "Chain",
    "Entry",
    "Head",
    "Link",
    "Reader",
    "Recorder",
    "Screen",
    "Watch",
    "Whole",
    "came_as",
    "saw",
    "verified",
    "watching",
    "wrote",
]
