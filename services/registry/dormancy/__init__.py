"""Dormancy: accounts that nobody signs in to are warned of, then closed."""
