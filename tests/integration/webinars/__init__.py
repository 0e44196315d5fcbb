"""The webinars on real servers."""
