"""Where a search looks: the index of what events told, and the committees' papers."""

from .entries import EntryRepository
from .papers import PaperRepository

__all__ = ["EntryRepository", "PaperRepository"]
