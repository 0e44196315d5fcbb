"""A slot, a room, who is booked for it, and the seats that it opens."""

from .rooms import ROOMS, Room, RoomCode
from .seats import Seats
from .slots import Booking, Resource, ScheduleForm, Slot

__all__ = [
    "ROOMS",
    "Booking",
    "Resource",
    "Room",
    "RoomCode",
    "ScheduleForm",
    "Seats",
    "Slot",
]
