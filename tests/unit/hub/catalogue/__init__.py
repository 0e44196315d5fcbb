"""Rules and builders of catalogue, tested alone."""
