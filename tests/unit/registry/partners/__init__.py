"""Tests of the registry's partners."""
