"""The catalogue: the themes that webinars are about."""
