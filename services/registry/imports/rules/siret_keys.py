"""The key of a SIRET number, La Poste's exception included."""

from stdnum import luhn
from stdnum.fr import siret as siret_number

DIGITS = 14
LA_POSTE = "356000000"
NOBODY = "000000000"


def compact_siret(text: str) -> str:
    return "".join(text.split())


def is_siret(number: str) -> bool:
    """Tell whether the key is right; La Poste's offices have a rule of their own."""
    if len(number) != DIGITS or not number.isascii() or number.startswith(NOBODY):
        return False
    own_key = number.startswith(LA_POSTE) and bool(luhn.is_valid(number))
    return own_key or bool(siret_number.is_valid(number))
