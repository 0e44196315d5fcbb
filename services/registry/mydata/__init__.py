"""What is kept of oneself: asked for, gathered by all services, read, taken away."""
