"""What can be done with dead letters, one by one and many at once."""

from .filing import FilingService
from .letters import DeadLetterService
from .overdue import AgeWatch
from .replaying import Replaying
from .runs import REPLAY_JOB, ReplayService

__all__ = [
    "REPLAY_JOB",
    "AgeWatch",
    "DeadLetterService",
    "FilingService",
    "ReplayService",
    "Replaying",
]
