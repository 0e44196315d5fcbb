"""What the site says of itself: its accessibility, and what it keeps of people."""
