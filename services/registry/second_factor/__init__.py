"""The second factor: a code of the moment, and codes for when the telephone is lost."""
