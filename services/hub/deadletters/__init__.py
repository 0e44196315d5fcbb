"""Records that a reader could not handle: filed with their cause, replayed or not."""
