"""The census: read a file, judge it line by line, apply it as one batch."""
