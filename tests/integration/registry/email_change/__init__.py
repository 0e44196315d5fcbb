"""Tests of changes of address."""
