"""Seats taken by people while every process dies under them, and what arrives."""
