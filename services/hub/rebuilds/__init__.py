"""Rebuilds: copies that services keep, built again from the journal and compared."""
