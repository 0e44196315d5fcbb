"""A copy of one's data, without any server."""
