"""What can be done with seats, and with the calendars that show them."""

from .calendars import CalendarService
from .following import FollowingService
from .registrations import Desk, RegistrationService

__all__ = ["CalendarService", "Desk", "FollowingService", "RegistrationService"]
