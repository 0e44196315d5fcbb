"""Tests of the registry's sessions."""
