"""Registrations, and the generations of calendar addresses."""

from .calendars import CalendarRepository
from .registrations import RegistrationRepository

__all__ = ["CalendarRepository", "RegistrationRepository"]
