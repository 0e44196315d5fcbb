"""Rules and builders of clients, tested alone."""
