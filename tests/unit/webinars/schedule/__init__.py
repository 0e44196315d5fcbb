"""Unit tests of the webinars."""
