"""What can be done with accounts."""

from .entering import SignInService
from .founding import FirstAdministrator
from .keeping import AccountService
from .places import Places

__all__ = ["AccountService", "FirstAdministrator", "Places", "SignInService"]
