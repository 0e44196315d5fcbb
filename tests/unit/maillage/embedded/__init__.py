"""Tests of the embedded servers that need none."""
