"""Notifications: who is told what, when and how, and what waits for whom."""
