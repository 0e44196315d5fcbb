"""Every page of the demo's installation, found by following links, and looked at."""
