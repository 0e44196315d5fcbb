"""Roles given and withdrawn, on real servers."""
