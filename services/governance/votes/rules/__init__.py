"""Pure decisions about votes: who may vote, what counts, what it says in words."""

from .casting import require_place, require_time
from .closing import closed, decision_on, require_closable
from .counting import count, majority_needed, quorum_needed
from .opening import deadline, electors, opened
from .sums import sum_rows
from .timeline import timeline
from .views import view
from .words import decision_text, explanation

__all__ = [
    "closed",
    "count",
    "deadline",
    "decision_on",
    "decision_text",
    "electors",
    "explanation",
    "majority_needed",
    "opened",
    "quorum_needed",
    "require_closable",
    "require_place",
    "require_time",
    "sum_rows",
    "timeline",
    "view",
]
