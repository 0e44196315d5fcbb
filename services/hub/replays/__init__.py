"""Replays: facts of the journal told again to one reader, slowly, and traced."""
