"""The words of dead letters: a letter, which are meant, a replay of many, the watch."""

from .letters import FAMILIES, DeadLetter, Family, Place, State
from .overdue import Watch
from .runs import Counted, Plan, ReplayRun, RunState
from .selecting import (
    CHOSEN_MAX,
    Chosen,
    ChosenDiscard,
    Discard,
    NewReplay,
    Selection,
    Wanted,
)
from .views import (
    DeadLetterSummary,
    DeadLetterView,
    HeaderView,
    Rehearsal,
    RunView,
)

__all__ = [
    "CHOSEN_MAX",
    "FAMILIES",
    "Chosen",
    "ChosenDiscard",
    "Counted",
    "DeadLetter",
    "DeadLetterSummary",
    "DeadLetterView",
    "Discard",
    "Family",
    "HeaderView",
    "NewReplay",
    "Place",
    "Plan",
    "Rehearsal",
    "ReplayRun",
    "RunState",
    "RunView",
    "Selection",
    "State",
    "Wanted",
    "Watch",
]
