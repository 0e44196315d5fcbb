"""What is asked of votes, and what each reader is shown of them."""

from .asked import CHOICES, DAYS_MAX, Ballot, Opened, Opening
from .sheets import Desk, DossierSheet, VoteSheet
from .views import ElectorView, OwnView, Receipt, VoteView

__all__ = [
    "CHOICES",
    "DAYS_MAX",
    "Ballot",
    "Desk",
    "DossierSheet",
    "ElectorView",
    "Opened",
    "Opening",
    "OwnView",
    "Receipt",
    "VoteSheet",
    "VoteView",
]
