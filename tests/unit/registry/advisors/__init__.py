"""Advisors, without any server."""
