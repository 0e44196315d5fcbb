"""Partners: the webinars' own copy of who may propose, built from events."""
