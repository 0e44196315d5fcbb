"""Erasing a person: the seats they hold, and their name among the speakers."""
