"""Rules and builders of contracts, tested alone."""
