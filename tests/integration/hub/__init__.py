"""The hub on real servers."""
