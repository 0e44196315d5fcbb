"""Recovery: choosing a password by a mailed link, the first one or a forgotten one."""
