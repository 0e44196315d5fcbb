"""Search: one box that finds advisors, structures, webinars and dossiers."""
