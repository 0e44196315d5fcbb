"""Tests of the registry's charter."""
