"""Coverage: how a territory is covered, in figures that explain themselves."""
