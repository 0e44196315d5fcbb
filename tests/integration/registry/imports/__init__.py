"""The census on real servers."""
