"""A SIRET number as it comes out of a cell."""

DIGITS = 14


def compact_siret(text: str) -> str:
    return "".join(text.split())
