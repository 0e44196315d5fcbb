"""Who and what is booked when, and the seats of what is published."""

from .bookings import BookingRepository
from .seats import SeatRepository

__all__ = ["BookingRepository", "SeatRepository"]
