"""Tests of how the house stands."""
