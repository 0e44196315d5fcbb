"""Erasing a person: asked for, waited for, done by every service, and proved."""
