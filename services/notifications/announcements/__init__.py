"""Announcements: which fact is told to whom."""
