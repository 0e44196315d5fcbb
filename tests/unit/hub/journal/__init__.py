"""Rules and builders of journal, tested alone."""
