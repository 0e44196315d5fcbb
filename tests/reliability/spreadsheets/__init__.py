"""Cells that would run, and files that would burst who opens them."""
