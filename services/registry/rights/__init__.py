"""Rights: who holds which role, over what, until when; given and withdrawn."""
