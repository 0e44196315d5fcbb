"""What can be done on the way to being active."""

from .accepting import AcceptanceService
from .halting import HaltService
from .inviting import InvitationService
from .signing import SigningService

__all__ = ["AcceptanceService", "HaltService", "InvitationService", "SigningService"]
