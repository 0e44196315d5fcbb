"""Who comes to a webinar: in numbers for whoever holds it, by name for the nation."""
