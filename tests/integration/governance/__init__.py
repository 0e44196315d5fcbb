"""Governance on real servers."""
