"""Committees: mandates, voting rules, seats and terms."""
