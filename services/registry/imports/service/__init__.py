"""What can be done with a census: deposit, look, apply, undo; and the jobs behind."""

from .analysing import Analysis
from .applying import Application
from .deciding import DecisionService
from .forgetting import EFFECTS, CensusForgetting
from .keeping import JOB, Keeper
from .reading import LinePage, ReadingService
from .receiving import ReceivingService, Upload
from .restoring import RecordRestorer
from .ties import TieFinder
from .undoing import Withdrawal
from .working import EXPIRY, CensusWork
from .writing import RecordWriter

__all__ = [
    "EFFECTS",
    "EXPIRY",
    "JOB",
    "Analysis",
    "Application",
    "CensusForgetting",
    "CensusWork",
    "DecisionService",
    "Keeper",
    "LinePage",
    "ReadingService",
    "ReceivingService",
    "RecordRestorer",
    "RecordWriter",
    "TieFinder",
    "Upload",
    "Withdrawal",
]
