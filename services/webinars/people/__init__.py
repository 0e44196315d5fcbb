"""People: the webinars' own copy of who is an active advisor, built from events."""
