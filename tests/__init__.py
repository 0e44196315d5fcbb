"""Tests of Maillage."""
