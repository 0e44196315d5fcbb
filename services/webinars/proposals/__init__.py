"""Proposals: a partner proposes a webinar, the committees decide."""
