"""Decisions: numbered, dated, immutable; their effect is an event."""
