"""Resource centres: the structures that hold a region's records."""
