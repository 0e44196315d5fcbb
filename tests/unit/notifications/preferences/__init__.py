"""Rules of the notifications: preferences."""
