"""Certification: the label that a committee grants to an active advisor."""
