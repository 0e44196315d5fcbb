"""Tests of the registry's accounts."""
