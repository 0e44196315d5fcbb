"""Who is asking: sessions, keys, cards, passwords, signed links."""
