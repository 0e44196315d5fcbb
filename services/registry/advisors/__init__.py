"""Advisors: who advises, where, on what, and how far they have come."""
