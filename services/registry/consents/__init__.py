"""Consent, by purpose: the text that was read, when it was given, when taken back."""
