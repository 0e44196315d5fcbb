"""Sessions: where one is signed in, and how to end that from elsewhere."""
