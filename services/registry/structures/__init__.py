"""Structures: who employs advisors, where they stand, and which centre holds them."""
