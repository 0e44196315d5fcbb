"""Templates: what each notification says, by e-mail and in the inbox."""
