"""Tests of the servers that the project brings itself."""
