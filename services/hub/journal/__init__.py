"""Every record that passed, kept: to be looked into, and read as a feed."""
