"""Consents, without any server."""
