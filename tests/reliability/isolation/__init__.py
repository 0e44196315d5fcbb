"""Two tenants of everything, and whoever may not read the other's (R13)."""
