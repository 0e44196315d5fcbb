"""Bad input for every operation and every form of the whole application."""
