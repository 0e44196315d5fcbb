"""Rules and builders of hub, tested alone."""
