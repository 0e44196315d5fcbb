"""Rules of the notifications: announcements."""
