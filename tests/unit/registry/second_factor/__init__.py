"""Tests of the registry's second factor."""
