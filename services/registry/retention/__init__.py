"""What the registry keeps for a time: who has left, and the files of the census."""
