"""The journal in MongoDB: what is kept, and how far back."""

from .entries import JournalRepository, Place
from .keeping import KeepingRepository

__all__ = ["JournalRepository", "KeepingRepository", "Place"]
