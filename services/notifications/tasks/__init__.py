"""Tasks: what waits for whom today, built from events."""
