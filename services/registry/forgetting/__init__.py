"""Erasing a person: their advisor's record, and the rows of the census."""
