"""What can be done with accounts."""

from .entering import SignInService
from .founding import FirstAdministrator
from .guarding import Guard
from .keeping import AccountService
from .places import Places

__all__ = [
    "AccountService",
    "FirstAdministrator",
    "Guard",
    "Places",
    "SignInService",
]
