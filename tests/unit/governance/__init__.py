"""Governance: rules alone."""
