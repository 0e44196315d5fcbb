"""Rules of the notifications: templates."""
