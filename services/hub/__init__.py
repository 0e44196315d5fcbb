"""The hub: the way in and out for machines, and the workshop of who operates it."""
