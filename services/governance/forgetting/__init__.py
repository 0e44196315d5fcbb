"""Erasing a person: the seat, the reasons given by name, the name in dossiers."""
