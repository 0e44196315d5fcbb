"""Help in another person's place: with a reason, for a while, and told to them."""
