"""Tests of the registry's certification."""
