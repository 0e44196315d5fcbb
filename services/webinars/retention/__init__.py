"""What the webinars keep for a time: who spoke."""
