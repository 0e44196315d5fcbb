"""What the lines about consumption share: records in a log, and readers of them."""
