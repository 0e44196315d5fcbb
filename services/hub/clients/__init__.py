"""Keys by which machines may come in: shown once, kept as a hash."""
