"""Dead letters in MongoDB: every query about them stands here."""

from .letters import DeadLetterRepository
from .overdue import WatchRepository
from .runs import RunRepository

__all__ = ["DeadLetterRepository", "RunRepository", "WatchRepository"]
