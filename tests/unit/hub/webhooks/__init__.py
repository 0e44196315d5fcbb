"""Rules and builders of webhooks, tested alone."""
