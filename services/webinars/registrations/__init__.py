"""Registrations: who holds a seat, and the calendars that show it."""
