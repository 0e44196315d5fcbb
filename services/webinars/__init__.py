"""Webinars: proposed by partners, decided by committees, scheduled, joined."""
