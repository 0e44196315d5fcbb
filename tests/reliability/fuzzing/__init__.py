"""Every operation asked what its contract allows, and all that it forbids."""
