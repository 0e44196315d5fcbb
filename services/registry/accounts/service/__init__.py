"""What can be done with accounts."""

from .entering import Entered, SignInService
from .factors import SecondFactors
from .founding import FirstAdministrator
from .guarding import Guard
from .keeping import AccountService
from .places import Places
from .stepping import SecondStep

__all__ = [
    "AccountService",
    "Entered",
    "FirstAdministrator",
    "Guard",
    "Places",
    "SecondFactors",
    "SecondStep",
    "SignInService",
]
