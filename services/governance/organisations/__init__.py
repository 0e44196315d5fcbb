"""Organisations: governance's own copy of their names, built from registry's events."""
