"""Dossiers: what other services submit, its path through the committees."""
