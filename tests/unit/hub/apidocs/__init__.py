"""Rules and builders of apidocs, tested alone."""
