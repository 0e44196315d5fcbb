"""What the services promise each other: events, shared documents, reference data."""
