"""The notifications on the real servers."""
