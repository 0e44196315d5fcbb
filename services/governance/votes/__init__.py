"""Votes: who may vote, what is counted, what it decides."""
