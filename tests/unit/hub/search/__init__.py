"""The search, in pure decisions."""
