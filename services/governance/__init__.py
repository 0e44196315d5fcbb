"""Governance: the committees, who sits on them, what they vote and what they decide."""
