"""What `maillage dead-letters` asks, and how it answers in a terminal."""
