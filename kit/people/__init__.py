"""What services keep of people: described once, gathered on request, erased."""

from .erasing import Eraser, PeopleErasing
from .gathering import PeopleGathering
from .handlers import PATIENCE, PeopleHandlers
from .models import (
    Confirmation,
    Emptied,
    Holding,
    KeptIn,
    Part,
    Removed,
    Section,
    Stays,
    Trace,
)
from .retention import AgedOut, Ageing, Forecast, RetentionService
from .stores import (
    CONFIRMATIONS,
    PART_INDEXES,
    Parts,
    Traces,
    confirmations,
)

__all__ = [
    "CONFIRMATIONS",
    "PART_INDEXES",
    "PATIENCE",
    "AgedOut",
    "Ageing",
    "Confirmation",
    "Emptied",
    "Eraser",
    "Forecast",
    "Holding",
    "KeptIn",
    "Part",
    "Parts",
    "PeopleErasing",
    "PeopleGathering",
    "PeopleHandlers",
    "Removed",
    "RetentionService",
    "Section",
    "Stays",
    "Trace",
    "Traces",
    "confirmations",
]
