"""Consents on real servers."""
