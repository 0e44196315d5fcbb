"""Tests of the registry's recovery."""
