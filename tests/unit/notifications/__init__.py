"""The notifications' rules."""
