"""Who comes, counted."""
