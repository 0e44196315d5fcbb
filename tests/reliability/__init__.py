"""The path from a command to its effect, under faults."""
