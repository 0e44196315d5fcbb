"""Operators, dotted names and foreign fields, and what of them reached MongoDB."""
