"""Recipients: our own copies of advisors, registrations and webinars, from events."""
