"""The services: each owns its database, and none imports another."""
