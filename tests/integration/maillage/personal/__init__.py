"""What is known of people: where it lies, and where it must not."""
