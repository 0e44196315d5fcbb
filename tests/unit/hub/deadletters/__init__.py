"""Rules and builders of deadletters, tested alone."""
