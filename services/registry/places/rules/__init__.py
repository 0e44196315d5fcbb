"""Pure decisions about places: what is meant, how far it is, how it is drawn."""

from .counting import by_region, level_of, steps_of, total_of
from .meaning import resolve, shown, suggestions
from .measuring import measured

__all__ = [
    "by_region",
    "level_of",
    "measured",
    "resolve",
    "shown",
    "steps_of",
    "suggestions",
    "total_of",
]
