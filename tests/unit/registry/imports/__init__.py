"""Tests of the registry's pure rules."""
