"""What can be done with the journal: keep it, look into it, follow it, cut it."""

from .cutting import JournalCutter
from .reading import JournalService

__all__ = ["JournalCutter", "JournalService"]
