"""Erasures, without any server."""
