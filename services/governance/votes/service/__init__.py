"""What can be done with votes: open, cast, close, and read."""

from .casting import CastingService
from .closing import ClosingService
from .opening import OpeningService
from .reading import ReadingService

__all__ = ["CastingService", "ClosingService", "OpeningService", "ReadingService"]
