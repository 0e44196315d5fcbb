"""What services keep of people: described once, gathered on request, erased."""

from .ageing import AgedOut, Ageing, Forecast
from .board import Coming, Past, RetentionBoard, Standing
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
from .retention import RetentionService
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
    "Coming",
    "Confirmation",
    "Emptied",
    "Eraser",
    "Forecast",
    "Holding",
    "KeptIn",
    "Part",
    "Parts",
    "Past",
    "PeopleErasing",
    "PeopleGathering",
    "PeopleHandlers",
    "Removed",
    "RetentionBoard",
    "RetentionService",
    "Section",
    "Standing",
    "Stays",
    "Trace",
    "Traces",
    "confirmations",
]
