"""What can be done with replays, and the worker that leads them."""

from .asking import JournalReplayService
from .telling import JournalReplayWorker

__all__ = ["JournalReplayService", "JournalReplayWorker"]
