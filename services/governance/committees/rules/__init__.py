"""Pure decisions about seats, and the rules of a committee in words."""

from .founding import FOUNDED
from .seating import seat, sitting, standing_in, unseat
from .words import majority_words, quorum_words, rules_in_words, share_words

__all__ = [
    "FOUNDED",
    "majority_words",
    "quorum_words",
    "rules_in_words",
    "seat",
    "share_words",
    "sitting",
    "standing_in",
    "unseat",
]
