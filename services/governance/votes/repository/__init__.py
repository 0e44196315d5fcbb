"""Votes and ballots in MongoDB: every query about them stands here."""

from .ballots import BallotRepository
from .votes import VoteRepository

__all__ = ["BallotRepository", "VoteRepository"]
