"""Rules of the notifications: tasks."""
