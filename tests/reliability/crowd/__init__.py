"""More people than a process can serve, and connections that never end."""
